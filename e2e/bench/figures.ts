// Percentiles, limits, and how a result is written down.

import fs from 'node:fs';
import path from 'node:path';

export interface Figure {
  name: string;
  unit: 'ms' | 'KB' | 'x';
  /** What counts against the limit. */
  value: number;
  limit?: number;
  /** How the value was chosen: `median of 5`, `p95 of 500`. */
  how: string;
  /** Other views of the same measurements. */
  also?: Record<string, number>;
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.ceil(share * sorted.length) - 1;
  return sorted[Math.max(0, place)] ?? NaN;
}

export const median = (values: number[]) => percentile(values, 0.5);

/** A distribution whose 95th percentile counts. */
export function spreadOf(name: string, values: number[], limit?: number): Figure {
  const also = {
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    p99: percentile(values, 0.99),
    max: percentile(values, 1),
  };
  const how = `p95 of ${values.length}`;
  return { name, unit: 'ms', value: also.p95, how, also, ...(limit ? { limit } : {}) };
}

export class Result {
  readonly figures: Figure[] = [];
  readonly notes: Record<string, string | number> = {};

  add(figure: Figure) {
    this.figures.push(figure);
  }

  print() {
    const rows = [['', 'value', 'limit', 'of limit', '', '']];
    for (const { name, unit, value, limit, how, also } of this.figures) {
      const others = Object.entries(also ?? {}).map(([key, value]) => `${key} ${value.toFixed(1)}`);
      const share = limit ? `${((100 * value) / limit).toFixed(0)} %` : '';
      const bound = limit ? `${limit} ${unit}` : '';
      rows.push([name, `${value.toFixed(unit === 'x' ? 2 : 1)} ${unit}`, bound, share, how, others.join(', ')]);
    }
    const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
    const lines = rows.map((row) =>
      row.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join('  '),
    );
    const notes = Object.entries(this.notes).map(([key, value]) => `${key}: ${value}`);
    console.log(
      `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n  ${notes.join('\n  ')}\n`,
    );
  }

  write(file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const { figures, notes } = this;
    fs.writeFileSync(file, JSON.stringify({ at: new Date(), notes, figures }, null, 2) + '\n');
    console.log(`  written to ${file}`);
  }
}
