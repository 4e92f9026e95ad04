// CSV files with a header, plain or gzipped. Fields may be quoted; the files at hand have no line breaks in fields.

import fs from 'node:fs';
import readline from 'node:readline';
import zlib from 'node:zlib';

export type Row = Record<string, string>;

export async function* readCsv(file: string): AsyncGenerator<Row> {
  const bytes = fs.createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(zlib.createGunzip()) : bytes;
  let names: string[] | undefined;
  for await (const line of readline.createInterface({ input, crlfDelay: Infinity })) {
    const fields = splitLine(line);
    if (names) yield Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']));
    else names = fields;
  }
}

export function writeCsv(file: string, header: string[], rows: Iterable<string[]>) {
  const lines = [header, ...rows].map((fields) => fields.map(quote).join(','));
  fs.writeFileSync(file, lines.join('\n') + '\n');
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    fields.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  }
  return fields;
}

const quote = (field: string) =>
  /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
