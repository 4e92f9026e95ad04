// A private Postgres cluster, started and stopped by `xtask pg`.

import path from 'node:path';

import { makeFolder, removeFolder, xtaskProgram } from './environment';
import { freePort } from './ports';
import { output } from './process';

export class Postgres {
  private constructor(
    private readonly home: string,
    private readonly port: number,
    /** The superuser's address of the database made for the shop. */
    readonly url: string,
  ) {}

  static async start(): Promise<Postgres> {
    const home = makeFolder('pg');
    const port = await freePort();
    const url = await startCluster(path.join(home, 'cluster'), port);
    return new Postgres(home, port, url);
  }

  /** The address of another database of the cluster. */
  urlOf(database: string): string {
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    return url.toString();
  }

  /** Starts it again after `stop` or `kill`, at the same address. */
  async startAgain() {
    await startCluster(this.dir, this.port);
  }

  async stop() {
    await pg('stop', this.dir);
  }

  /** As a power cut would. */
  async kill() {
    await pg('kill', this.dir);
  }

  async remove() {
    await pg('stop', this.dir, '--immediate');
    removeFolder(this.home);
  }

  private get dir(): string {
    return path.join(this.home, 'cluster');
  }
}

async function startCluster(dir: string, port: number): Promise<string> {
  const url = await pg('start', dir, '--port', String(port), '--throwaway');
  return url.trim();
}

const pg = (...args: string[]) => output(xtaskProgram(), ['pg', ...args]);
