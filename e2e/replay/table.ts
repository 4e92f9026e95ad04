// What a run came to, as two columns.

export class Table {
  private readonly rows: [string, string][] = [];
  /** What took longer than its limit. */
  readonly late: string[] = [];

  constructor(private readonly title: string) {}

  say(what: string, value: string) {
    this.rows.push([what, value]);
  }

  /** Does something and says how long it took, and against which limit. */
  async time<T>(what: string, work: () => Promise<T>, limitS?: number): Promise<T> {
    const begun = performance.now();
    const value = await work();
    const seconds = (performance.now() - begun) / 1000;
    const limit = limitS === undefined ? '' : ` (limit ${limitS} s)`;
    this.say(what, `${seconds.toFixed(1)} s${limit}`);
    if (limitS !== undefined && seconds > limitS) this.late.push(what);
    return value;
  }

  print() {
    const width = Math.max(...this.rows.map(([what]) => what.length));
    const lines = this.rows.map(([what, value]) => `  ${what.padEnd(width)}  ${value}`);
    console.log(`\n${this.title}\n${lines.join('\n')}\n`);
  }
}
