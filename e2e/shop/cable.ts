// The network between a register and its server, as a TCP relay: it keeps its address when the server behind it
// moves or dies, can be pulled out, and can lose answers on the way back.

import net from 'node:net';

type State = 'plugged' | 'unplugged' | 'answers-lost';

export class Cable {
  private readonly listener = net.createServer({ noDelay: true }, (near) => this.connect(near));
  private readonly sockets = new Set<net.Socket>();
  private state: State = 'plugged';
  private farPort = 0;
  private lost = 0;

  private constructor() {}

  static async open(): Promise<Cable> {
    const cable = new Cable();
    await new Promise<void>((resolve, reject) => {
      cable.listener.once('error', reject);
      cable.listener.listen(0, '127.0.0.1', resolve);
    });
    return cable;
  }

  /** Where the register finds its server. */
  get origin(): string {
    const { port } = this.listener.address() as net.AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** How many answers were lost since `loseAnswers`. */
  get lostAnswers(): number {
    return this.lost;
  }

  leadTo(port: number) {
    this.farPort = port;
  }

  plug() {
    this.become('plugged');
  }

  /** Cuts what is under way; from now on every connection is reset. */
  unplug() {
    this.become('unplugged');
  }

  /** Requests still arrive, but no answer comes back. */
  loseAnswers() {
    this.lost = 0;
    this.become('answers-lost');
  }

  async close() {
    this.become('unplugged');
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private become(state: State) {
    this.state = state;
    for (const socket of this.sockets) socket.destroy();
  }

  private connect(near: net.Socket) {
    if (this.state === 'unplugged') {
      near.on('error', () => {});
      near.resetAndDestroy();
      return;
    }
    const far = net.connect({ port: this.farPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    if (this.state === 'plugged') far.pipe(near);
    else {
      far.once('data', () => {
        this.lost += 1;
        near.resetAndDestroy();
      });
    }
  }
}
