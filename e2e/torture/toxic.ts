// A cable with an illness: it goes between a register and the shop, and what it does to the bytes can be changed.

import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../data/random';

export const TOXICS = [
  'latency',
  'slicer',
  'bandwidth',
  'reset on the way there',
  'reset on the way back',
  'answer cut short',
  'request cut short',
  'requests doubled',
  'silence',
  'slow close',
] as const;
export type Toxic = (typeof TOXICS)[number];

export class ToxicCable {
  private readonly listener = net.createServer({ noDelay: true }, (near) => this.connect(near));
  private readonly sockets = new Set<net.Socket>();
  private toxic: Toxic | undefined;
  /** How many connections the toxic has touched. */
  touched = 0;

  private constructor(
    private readonly far: () => number,
    private readonly random: Random,
  ) {}

  static async open(far: () => number, random: Random): Promise<ToxicCable> {
    const cable = new ToxicCable(far, random);
    await new Promise<void>((resolve) => cable.listener.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get origin(): string {
    const { port } = this.listener.address() as net.AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** From now on; what is under way is cut, so that nobody keeps a healthy connection. */
  become(toxic: Toxic | undefined) {
    this.toxic = toxic;
    for (const socket of this.sockets) socket.destroy();
  }

  async close() {
    this.become(undefined);
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private connect(near: net.Socket) {
    const far = this.dial();
    const { toxic } = this;
    this.keep(near, far);
    if (toxic) this.touched += 1;
    // Where something is cut off: anywhere from the first byte to a little after the head.
    const limit = this.random.whole(1, 900);
    let [sent, received] = [0, 0];
    const twin = toxic === 'requests doubled' ? this.dial() : undefined;
    if (twin) this.keep(twin, twin);
    near.on('data', async (bytes) => {
      sent += bytes.length;
      if (toxic === 'reset on the way there' && sent >= limit) return near.resetAndDestroy();
      if (toxic === 'request cut short' && sent > limit) {
        far.end(bytes.subarray(0, Math.max(0, bytes.length - (sent - limit))));
        return;
      }
      twin?.write(bytes);
      await this.pass(far, bytes, toxic);
    });
    far.on('data', async (bytes) => {
      received += bytes.length;
      if (toxic === 'silence') return;
      if (toxic === 'reset on the way back') return near.resetAndDestroy();
      if (toxic === 'answer cut short' && received > limit) {
        near.end(bytes.subarray(0, Math.max(0, bytes.length - (received - limit))));
        return;
      }
      await this.pass(near, bytes, toxic);
    });
    twin?.resume();
  }

  /** Writes the bytes in order, late or in pieces. */
  private async pass(to: net.Socket, bytes: Buffer, toxic: Toxic | undefined) {
    const before = this.turns.get(to) ?? Promise.resolve();
    const turn = before.then(async () => {
      if (toxic === 'latency') await pause(this.random.whole(50, 400));
      const piece = toxic === 'slicer' ? 97 : toxic === 'bandwidth' ? 4_096 : bytes.length;
      for (let at = 0; at < bytes.length && !to.destroyed; at += piece) {
        to.write(bytes.subarray(at, at + piece));
        if (piece < bytes.length) await pause(toxic === 'bandwidth' ? 20 : 1);
      }
    });
    this.turns.set(to, turn);
    await turn;
  }

  private readonly turns = new Map<net.Socket, Promise<void>>();

  private dial() {
    return net.connect({ port: this.far(), host: '127.0.0.1', noDelay: true });
  }

  private keep(near: net.Socket, far: net.Socket) {
    const slow = this.toxic === 'slow close' ? this.random.whole(200, 1_500) : 0;
    for (const socket of new Set([near, far])) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        setTimeout(() => {
          near.destroy();
          far.destroy();
        }, slow);
      });
    }
  }
}
