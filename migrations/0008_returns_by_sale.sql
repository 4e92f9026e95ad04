-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS sales_by_origin ON sales (org_id, origin_sale_id)
    WHERE origin_sale_id IS NOT NULL;
