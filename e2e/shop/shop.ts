// A shop of its own for each test: a database cloned from a seeded one, a server, and the cable to it.

import path from 'node:path';

import { Client } from 'pg';

import { Cable } from './cable';
import { makeFolder, removeFolder } from './environment';
import { Ledger } from './ledger';
import { Postgres } from './postgres';
import { Server } from './server';

export interface Seeded {
  pins: { name: string; pin: string; role: string }[];
  registers: { code: string; name: string; enrol_code: string }[];
}

const JWT_SECRET = 'a secret of the end-to-end tests, known to everyone';

/** A cluster whose first database is migrated and seeded, to be cloned. */
export class Nursery {
  private shops = 0;

  private constructor(
    readonly postgres: Postgres,
    private readonly seeded: Seeded,
  ) {}

  static async open(): Promise<Nursery> {
    const postgres = await Postgres.start();
    const home = makeFolder('seed');
    try {
      const settings = { databaseUrl: postgres.url, jwtSecret: JWT_SECRET, log: `${home}/log` };
      const server = new Server(settings);
      await server.command('migrate');
      const seeded = JSON.parse(await server.command('seed', '--json')) as Seeded;
      return new Nursery(postgres, seeded);
    } catch (error) {
      await postgres.remove();
      throw error;
    } finally {
      removeFolder(home);
    }
  }

  /** A new shop; `options.staticDir` serves another PWA than the built one. */
  async shop(options: { staticDir?: string } = {}): Promise<Shop> {
    this.shops += 1;
    const database = `shop_${this.shops}`;
    const template = new URL(this.postgres.url).pathname.slice(1);
    await this.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
    const drop = () => this.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    return Shop.open(this.postgres, database, this.seeded, drop, options);
  }

  async close() {
    await this.postgres.remove();
  }

  private async query(sql: string) {
    const client = new Client(this.postgres.urlOf('postgres'));
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

export class Shop {
  private constructor(
    readonly postgres: Postgres,
    readonly server: Server,
    readonly cable: Cable,
    readonly ledger: Ledger,
    readonly jwtSecret: string,
    private readonly seeded: Seeded,
    private readonly home: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(
    postgres: Postgres,
    database: string,
    seeded: Seeded,
    drop: () => Promise<void>,
    options: { staticDir?: string },
  ): Promise<Shop> {
    const databaseUrl = postgres.urlOf(database);
    const home = makeFolder('shop');
    const log = path.join(home, 'server.log');
    const server = new Server({ databaseUrl, jwtSecret: JWT_SECRET, log, ...options });
    const cable = await Cable.open();
    const ledger = new Ledger(databaseUrl);
    const shop = new Shop(postgres, server, cable, ledger, JWT_SECRET, seeded, home, drop);
    await shop.startServer();
    return shop;
  }

  /** Where registers find the shop. */
  get origin(): string {
    return this.cable.origin;
  }

  get serverLog(): string {
    return path.join(this.home, 'server.log');
  }

  /** A folder that goes when the shop goes. */
  get folder(): string {
    return this.home;
  }

  /** Starts the server, for the first time or again after it was stopped or killed. */
  async startServer() {
    await this.server.start();
    this.cable.leadTo(this.server.port);
  }

  /** The single-use code that makes a device a register. */
  enrolCode(register = 'R1'): string {
    const found = this.seeded.registers.find(({ code }) => code === register);
    if (!found) throw new Error(`the demo shop has no register ${register}`);
    return found.enrol_code;
  }

  /** A fresh code, as the office draws it. */
  async freshEnrolCode(register = 'R1'): Promise<string> {
    return (await this.server.command('enrol-code', register, '--bare')).trim();
  }

  /** The office switches off every device that is a register now. */
  async revokeRegisters() {
    await this.ledger.rows('UPDATE registers SET revoked_at = now() WHERE public_key IS NOT NULL');
  }

  async itemId(sku: string): Promise<number> {
    const [item] = await this.ledger.rows<{ id: number }>(
      'SELECT item_id AS id FROM items WHERE sku = $1',
      [sku],
    );
    if (!item) throw new Error(`the demo shop has no ${sku}`);
    return item.id;
  }

  /** Makes these the promotions of the shop, in the form of core's `Promotion`. */
  async promote(promotions: object[]) {
    await this.ledger.rows(
      `UPDATE settings SET value = value || jsonb_build_object('promotions', $1::jsonb)
       WHERE key = 'pricing'`,
      [JSON.stringify(promotions)],
    );
  }

  /** What the roles may do from now on, in the form of core's `Rights`. */
  async limit(rights: object) {
    await this.ledger.rows(
      "UPDATE settings SET value = $1::jsonb WHERE key = 'rights'",
      [JSON.stringify(rights)],
    );
  }

  pinOf(name: string): string {
    const found = this.seeded.pins.find((staff) => staff.name === name);
    if (!found) throw new Error(`${name} does not work in the demo shop`);
    return found.pin;
  }

  async close() {
    await this.cable.close();
    await this.server.kill();
    await this.ledger.close();
    await this.drop();
    removeFolder(this.home);
  }
}
