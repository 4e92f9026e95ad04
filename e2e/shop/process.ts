// Programs that run beside the tests. Each ends when its owner says so, and with the test process in any case.

import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Program {
  file: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** Where its output goes. */
  log: string;
}

/** Runs a program to its end and returns its standard output. */
export async function output(file: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  try {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 << 20 };
    return (await run(file, args, options)).stdout;
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    throw new Error(`${file} ${args.join(' ')} failed:\n${tail(stdout)}${tail(stderr)}`);
  }
}

/** Starts a program at the head of a process group of its own. */
export function start({ file, args, env, log }: Program): Child {
  const sink = fs.openSync(log, 'a');
  const [program, ...rest] = [...deathWish(), file, ...args] as [string, ...string[]];
  const child = spawn(program, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', sink, sink],
    detached: true,
  });
  fs.closeSync(sink);
  return new Child(child, log);
}

export class Child {
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(
    private readonly child: ChildProcess,
    readonly log: string,
  ) {
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
    });
    this.ended.catch(() => {});
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Signals the whole process group; one that is gone is fine. */
  signal(signal: NodeJS.Signals) {
    if (!this.child.pid) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async kill() {
    this.signal('SIGKILL');
    await this.ended;
  }

  logTail(): string {
    return tail(fs.readFileSync(this.log, 'utf8'));
  }
}

export function tail(text: string, lines = 40): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n') + '\n';
}

let wish: string[] | undefined;

/** `setpriv` asks the kernel to end the program when this process dies, and then becomes the program. */
function deathWish(): string[] {
  if (!wish) {
    try {
      execFileSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true'], { stdio: 'ignore' });
      wish = ['setpriv', '--pdeathsig', 'KILL', '--'];
    } catch {
      wish = [];
    }
  }
  return wish;
}
