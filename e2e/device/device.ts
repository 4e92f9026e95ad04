// A register without a browser: it speaks the protocol by itself, with real keys, and can be made to lie.

import { webcrypto } from 'node:crypto';

import { base64url, sha256, uuid7, uuidBytes } from './bytes';

export const PROTOCOL = '1';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** As much of the server's answer to an enrolment as is needed here. */
export interface Config {
  organisation: { id: string };
  store: { id: string };
  register: { id: string; code: string };
  book: {
    currency: string;
    prices_include_tax: boolean;
    taxes: { id: number; code: string; kind: { percent?: { rate: string } } }[];
  };
  staff: { id: string; name: string }[];
}

export interface SealedEntry {
  seq: number;
  bytes: string;
  hash: string;
  signature: string;
}

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** The name of what was done, or the name with what belongs to it. */
export type Act = string | Record<string, unknown>;

export class Device {
  private seq = 0;
  private prev: Buffer;
  private shift: string | null = null;

  private constructor(
    readonly origin: string,
    readonly config: Config,
    private readonly keys: webcrypto.CryptoKeyPair,
    public token: string,
  ) {
    this.prev = sha256('titan-pos journal 1', uuidBytes(config.register.id));
  }

  /** Becomes a register by its enrolment code. */
  static async enrol(origin: string, code: string): Promise<Device> {
    const keys = await newKeys();
    const public_key = await publicKey(keys);
    const answer = await call(origin, 'POST', '/api/v1/enrol', {
      body: { code, public_key, device: 'test device' },
    });
    if (answer.status >= 300) throw new Error(`enrolment refused: ${JSON.stringify(answer)}`);
    return new Device(origin, answer.body.config, keys, answer.body.token.token);
  }

  /** Proves itself with a fresh challenge; returns the answer with the token. */
  async prove(sign = (text: string) => this.sign(Buffer.from(text))): Promise<Answer> {
    const register = this.config.register.id;
    const asked = await call(this.origin, 'POST', '/api/v1/auth/challenge', { body: { register } });
    const { challenge } = asked.body;
    const signature = await sign(challenge);
    const body = { register, challenge, signature };
    return call(this.origin, 'POST', '/api/v1/auth/token', { body });
  }

  /** Writes the next entry onto the chain. */
  async append(act: Act, changes: Record<string, unknown> = {}): Promise<SealedEntry> {
    this.seq += 1;
    const { config } = this;
    const entry = {
      v: 1,
      id: uuid7(),
      org: config.organisation.id,
      store: config.store.id,
      register: config.register.id,
      seq: this.seq,
      fence: 1,
      shift: this.shift,
      staff: config.staff[0]?.id ?? null,
      at: Date.now(),
      offset_minutes: 60,
      prev: this.prev.toString('hex'),
      act,
      ...changes,
    };
    return this.seal(this.seq, JSON.stringify(entry));
  }

  /** Opens the shift that later entries belong to. */
  async openShift(): Promise<SealedEntry> {
    this.shift = uuid7();
    const business_date = new Date().toISOString().slice(0, 10);
    return this.append({ shift_opened: { business_date, opening_float: 0 } });
  }

  /** Hashes and signs any bytes as the next entry. */
  async seal(seq: number, bytes: string): Promise<SealedEntry> {
    const hash = sha256(this.prev, bytes);
    this.prev = hash;
    this.seq = seq;
    return { seq, bytes, hash: hash.toString('hex'), signature: await this.sign(hash) };
  }

  async sign(bytes: Uint8Array): Promise<string> {
    return base64url(await webcrypto.subtle.sign(ECDSA, this.keys.privateKey, bytes));
  }

  push(entries: unknown): Promise<Answer> {
    return this.call('POST', '/api/v1/journal', { body: { entries } });
  }

  head(): Promise<Answer> {
    return this.call('GET', '/api/v1/journal/head');
  }

  call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, ...options.headers };
    return call(this.origin, method, path, { ...options, headers });
  }
}

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
}

export async function call(
  origin: string,
  method: string,
  path: string,
  { body, raw, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(origin + path, {
    method,
    headers: {
      'x-titan-protocol': PROTOCOL,
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content as BodyInit }),
  });
  const text = await answer.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: the caller looks at the text.
  }
  return { status: answer.status, body: parsed, headers: answer.headers };
}

export function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
}

export async function publicKey(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return base64url(await webcrypto.subtle.exportKey('spki', keys.publicKey));
}
