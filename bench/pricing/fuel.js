// Counts the instructions that WebAssembly executes, exactly, by the rules of wasmtime's fuel: one for each
// instruction but nop, drop, block, loop, end, else, return and unreachable, and one for each call of a function.
//
// The module is rewritten: each straight run of instructions adds its length to a counter at its end.

const leb = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value);
  return bytes;
};

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  unsigned() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Skips a number of any length. */
  skip(count = 1) {
    for (; count > 0; count -= 1) while (this.bytes[this.at++] >= 0x80);
  }

  name() {
    const length = this.unsigned();
    this.at += length;
  }

  limits() {
    this.skip(this.bytes[this.at++] & 1 ? 2 : 1);
  }
}

/** Skips the immediates of an instruction. */
const skipImmediates = (reader, code) => {
  if (code === 0x02 || code === 0x03 || code === 0x04) return reader.skip();
  if (code === 0x0c || code === 0x0d || code === 0x10 || code === 0xd0 || code === 0xd2) return reader.skip();
  if (code === 0x0e) return reader.skip(reader.unsigned() + 1);
  if (code === 0x11) return reader.skip(2);
  if (code === 0x1c) return reader.skip(reader.unsigned());
  if (code >= 0x20 && code <= 0x26) return reader.skip();
  if (code >= 0x28 && code <= 0x3e) return reader.skip(2);
  if (code === 0x3f || code === 0x40 || code === 0x41 || code === 0x42) return reader.skip();
  if (code === 0x43) return (reader.at += 4);
  if (code === 0x44) return (reader.at += 8);
  if (code === 0xfc) {
    const sub = reader.unsigned();
    if (sub <= 7) return undefined;
    return reader.skip(sub === 8 || sub === 10 || sub === 12 || sub === 14 ? 2 : 1);
  }
  if (code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f || code === 0x1a || code === 0x1b) return undefined;
  if ((code >= 0x45 && code <= 0xc4) || code === 0xd1) return undefined;
  throw new Error(`no instruction ${code.toString(16)}`);
};

const FREE = new Set([0x00, 0x01, 0x02, 0x03, 0x05, 0x0b, 0x0f, 0x1a]);
/** What ends a straight run: block, loop, if, else, end, br, br_if, br_table, return, unreachable, calls. */
const ENDS = new Set([0x00, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11]);

const instrument = (bytes, from, to, counter) => {
  const reader = new Reader(bytes, from);
  for (let groups = reader.unsigned(); groups > 0; groups -= 1) reader.skip(2);
  const out = [...bytes.subarray(from, reader.at)];
  let [fuel, start] = [1, reader.at];
  while (reader.at < to) {
    const at = reader.at;
    const code = bytes[reader.at++];
    skipImmediates(reader, code);
    if (!FREE.has(code)) fuel += 1;
    if (!ENDS.has(code)) continue;
    for (let i = start; i < at; i += 1) out.push(bytes[i]);
    // global.get, i64.const (signed, so that one bit more is needed), i64.add, global.set
    if (fuel > 0) out.push(0x23, ...counter, 0x42, ...signed(fuel), 0x7c, 0x24, ...counter);
    for (let i = at; i < reader.at; i += 1) out.push(bytes[i]);
    [fuel, start] = [0, reader.at];
  }
  return [...leb(out.length), ...out];
};

const signed = (value) => {
  const bytes = [];
  for (; ; value >>= 7) {
    if (value < 0x40) return [...bytes, value];
    bytes.push((value & 0x7f) | 0x80);
  }
};

const importedGlobals = (bytes, at) => {
  const reader = new Reader(bytes, at);
  let globals = 0;
  for (let count = reader.unsigned(); count > 0; count -= 1) {
    reader.name();
    reader.name();
    const kind = bytes[reader.at++];
    if (kind === 0) reader.skip();
    else if (kind === 1) {
      reader.at += 1;
      reader.limits();
    } else if (kind === 2) reader.limits();
    else {
      reader.at += 2;
      globals += 1;
    }
  }
  return globals;
};

/** Returns the module with a counter of instructions, exported as the global `fuel`. */
export const metered = (bytes) => {
  const sections = [];
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const id = bytes[reader.at++];
    const size = reader.unsigned();
    sections.push({ id, from: reader.at, to: reader.at + size });
    reader.at += size;
  }
  const of = (id) => sections.find((section) => section.id === id);
  const before = of(2) ? importedGlobals(bytes, of(2).from) : 0;
  const counter = leb(before + new Reader(bytes, of(6).from).unsigned());
  const out = [...bytes.subarray(0, 8)];
  for (const { id, from, to } of sections) {
    const inner = new Reader(bytes, from);
    let body = bytes.subarray(from, to);
    if (id === 6 || id === 7) {
      const count = inner.unsigned();
      const added = id === 6 ? [0x7e, 1, 0x42, 0, 0x0b] : [4, 0x66, 0x75, 0x65, 0x6c, 3, ...counter];
      body = [...leb(count + 1), ...bytes.subarray(inner.at, to), ...added];
    } else if (id === 10) {
      const count = inner.unsigned();
      body = leb(count);
      for (let i = 0; i < count; i += 1) {
        const size = inner.unsigned();
        for (const byte of instrument(bytes, inner.at, inner.at + size, counter)) body.push(byte);
        inner.at += size;
      }
    }
    out.push(id, ...leb(body.length));
    for (const byte of body) out.push(byte);
  }
  return new Uint8Array(out);
};
