// The table at the end of `cargo xtask torture`.

import type { Reporter, TestCase } from '@playwright/test/reporter';

import { SEED } from './options';
import { ROW, type Row } from './score';

const COLUMNS = ['faults', 'shown', 'found', 'lost', 'doubled', 'altered'] as const;

export default class Report implements Reporter {
  private readonly rows: Row[] = [];

  onTestEnd(test: TestCase) {
    for (const result of test.results) {
      for (const { type, description } of result.annotations) {
        if (type === ROW && description) this.rows.push(JSON.parse(description) as Row);
      }
    }
  }

  onEnd() {
    if (this.rows.length === 0) return;
    const table = [
      ['family', ...COLUMNS.map(String), ''],
      ...this.rows.map((row) => [row.family, ...COLUMNS.map((it) => String(row[it])), row.note]),
    ];
    const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
    const cell = (text: string, at: number) =>
      at > 0 && at <= COLUMNS.length
        ? text.padStart(widths?.[at] ?? 0)
        : text.padEnd(widths?.[at] ?? 0);
    const lines = table.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd());
    console.log(`\n${lines.join('\n')}\n  seed ${SEED} (--seed ${SEED} throws the same dice)\n`);
  }

  printsToStdio() {
    return false;
  }
}
