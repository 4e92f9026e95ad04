// `titan-server` as a process that can be stopped, killed and started again.

import { dist, serverProgram } from './environment';
import { freePort } from './ports';
import { type Child, output, start } from './process';
import { until } from './wait';

export interface ServerSettings {
  databaseUrl: string;
  jwtSecret: string;
  log: string;
  /** Another PWA than the built one. */
  staticDir?: string;
}

/** `all` is the whole shop in one process; the others are its parts. */
type Role = 'all' | 'serve' | 'sync-worker';

export class Server {
  private child: Child | undefined;
  port = 0;
  /** Whether it takes entries when it is started the next time. */
  takesEntries = true;

  constructor(
    private readonly settings: ServerSettings,
    private readonly role: Role = 'all',
  ) {}

  async start() {
    this.port = await freePort();
    const env = { ...this.env(), PORT: String(this.port) };
    const child = start({ file: serverProgram(), args: [this.role], env, log: this.settings.log });
    this.child = child;
    await until('the server is ready', async () => {
      if (!child.running) throw new Error(`the server ended at once:\n${child.logTail()}`);
      return (await this.status('/ready')) === 200;
    });
  }

  /** Asks it to stop and waits until it has; it has to end well. */
  async stop() {
    const child = this.child;
    if (!child) return;
    child.signal('SIGTERM');
    const outcome = await child.ended;
    if (outcome !== 0) throw new Error(`the server ended with ${outcome}:\n${child.logTail()}`);
    this.child = undefined;
  }

  async kill() {
    await this.child?.kill();
    this.child = undefined;
  }

  get running(): boolean {
    return this.child?.running ?? false;
  }

  /** Runs another command of the server on the same database; returns what it prints. */
  command(...args: string[]): Promise<string> {
    return output(serverProgram(), args, this.env());
  }

  /** The HTTP status of a path, or `undefined` while nobody answers. */
  async status(path: string): Promise<number | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}${path}`);
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return undefined;
    }
  }

  private env(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.settings.databaseUrl,
      JWT_SECRET: this.settings.jwtSecret,
      HOST: '127.0.0.1',
      ENABLE_SYNC: String(this.takesEntries),
      STATIC_DIR: this.settings.staticDir ?? dist(),
      RUST_LOG: process.env.TITAN_E2E_LOG ?? 'info',
      LOG_FORMAT: 'pretty',
      NO_COLOR: '1',
    };
  }
}
