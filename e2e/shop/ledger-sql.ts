// The questions that the ledger asks.

/** Sales with their lines and payments, in the form of `Sale`. */
export const SALES = `
  SELECT s.receipt_no AS receipt, s.total::float8 AS total, s.change::float8 AS change,
    (SELECT json_agg(json_build_object(
        'sku', l.sku,
        'quantity', l.quantity::float8,
        -- Prices of the demo shop include tax, so whatever is not paid was taken off.
        'discount', l.value - l.total,
        'total', l.total) ORDER BY l.line)
      FROM sale_lines l
      WHERE (l.org_id, l.register_id, l.seq) = (s.org_id, s.register_id, s.seq)) AS lines,
    (SELECT json_agg(json_build_object('kind', p.kind, 'amount', p.amount) ORDER BY p.position)
      FROM sale_payments p
      WHERE (p.org_id, p.register_id, p.seq) = (s.org_id, s.register_id, s.seq)) AS payments
  FROM sales s
  ORDER BY s.register_id, s.seq`;

/** Each finds what must not be: an empty answer is a good one. */
export const BOOKS: Record<string, string> = {
  'sales and returns that are not booked, or the other way round': `
    SELECT coalesce(j.seq, s.seq) AS seq
    FROM (SELECT * FROM journal WHERE kind IN ('sale', 'return')) j
    FULL JOIN sales s USING (org_id, register_id, seq)
    WHERE j.seq IS NULL OR s.seq IS NULL`,
  'journals with gaps': `
    SELECT register_id FROM journal GROUP BY org_id, register_id
    HAVING count(*) <> max(seq) OR min(seq) <> 1`,
  'sales that are there twice': `
    SELECT sale_id FROM sales GROUP BY org_id, sale_id HAVING count(*) > 1`,
  'sales that cost something else when priced again': `
    SELECT receipt_no, total, reprice, reprice_total, reprice_reason FROM sales
    WHERE reprice <> 'equal'`,
  'sales whose lines are not the total': `
    SELECT s.receipt_no FROM sales s
    JOIN sale_lines l USING (org_id, register_id, seq)
    GROUP BY s.org_id, s.register_id, s.seq, s.receipt_no, s.total, s.net, s.lines, s.discount
    HAVING sum(l.total) <> s.total OR sum(l.net) <> s.net OR count(*) <> s.lines
      OR sum(l.value - l.total) <> s.discount`,
  'sales whose taxes do not add up': `
    SELECT s.receipt_no FROM sales s
    LEFT JOIN sale_taxes t USING (org_id, register_id, seq)
    GROUP BY s.org_id, s.register_id, s.seq, s.receipt_no, s.total, s.net, s.tax
    HAVING coalesce(sum(t.amount), 0) <> s.tax OR s.net + s.tax <> s.total`,
  'sales whose payments are not what was owed': `
    SELECT s.receipt_no FROM sales s
    LEFT JOIN sale_payments p USING (org_id, register_id, seq)
    GROUP BY s.org_id, s.register_id, s.seq, s.receipt_no, s.total, s.change, s.cash_rounding
    HAVING coalesce(sum(p.amount), 0) <> s.total + s.cash_rounding + s.change`,
  'lines that did not leave the stock once, or came back into it': `
    SELECT coalesce(l.sku, m.item_id::text) AS item
    FROM sale_lines l
    FULL JOIN stock_movements m USING (org_id, register_id, seq, line)
    WHERE CASE WHEN l.restock = 'write_off' THEN m.delta IS NOT NULL
      ELSE m.delta IS DISTINCT FROM -l.quantity OR m.item_id IS DISTINCT FROM l.item_id END`,
  'days whose totals are not those of their sales': `
    SELECT d.business_date, d.register_id
    FROM (SELECT * FROM day_totals WHERE sales > 0 OR returns > 0) d
    FULL JOIN (
      SELECT org_id, store_id, business_date, register_id, currency,
        count(*) FILTER (WHERE kind IN ('sale', 'exchange')) AS sales,
        count(*) FILTER (WHERE kind <> 'sale') AS returns, sum(total) AS total, sum(tax) AS tax, sum(discount) AS discount
      FROM sales GROUP BY 1, 2, 3, 4, 5
    ) s USING (org_id, store_id, business_date, register_id, currency)
    WHERE (d.sales, d.returns, d.total, d.tax, d.discount)
      IS DISTINCT FROM (s.sales, s.returns, s.total, s.tax, s.discount)`,
};
