// What a good programmer writes in an afternoon: node:http, pg, one UNNEST insert a table, one transaction a request.
// It checks nothing. `cargo xtask bench sync` starts it beside titan-server.

import http from 'node:http';

import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const SALES = `INSERT INTO peer_sales SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[],
  $4::timestamptz[], $5::text[], $6::bigint[]) ON CONFLICT DO NOTHING`;
const LINES = `INSERT INTO peer_lines SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[],
  $5::numeric[], $6::numeric[], $7::bigint[]) ON CONFLICT DO NOTHING`;
const PAYMENTS = `INSERT INTO peer_payments SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[],
  $4::bigint[]) ON CONFLICT DO NOTHING`;

async function store(sales) {
  const lines = sales.flatMap((sale) => sale.lines.map((line) => [sale.id, ...line]));
  const payments = sales.flatMap((sale) => sale.payments.map((payment) => [sale.id, ...payment]));
  const column = (rows, at) => rows.map((row) => row[at]);
  const columns = (rows, count) => Array.from({ length: count }, (_, at) => column(rows, at));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const head = sales.map((it) => [it.id, it.device, it.seq, it.at, it.receipt, it.total]);
    await client.query({ name: 'sales', text: SALES, values: columns(head, 6) });
    await client.query({ name: 'lines', text: LINES, values: columns(lines, 7) });
    await client.query({ name: 'payments', text: PAYMENTS, values: columns(payments, 4) });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    try {
      const { sales } = JSON.parse(Buffer.concat(parts).toString());
      await store(sales);
      response.end(JSON.stringify({ stored: sales.length }));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
