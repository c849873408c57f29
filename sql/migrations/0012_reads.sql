-- previous: f951bfd6724f99a2aed6bb912a43be1da3b5a3321d1346c944ccf7ae537715eb
-- What the lists and figures of the screens are read through. A sale's plain path pays for no index more than before: those that were there
-- are made wide enough to be read in the order of pages, and the new ones hold only what is rare.
-- The past of a bar is small until this is there; a large one is locked for as long as its rows are written again.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, adding-not-nullable-field

-- The day of the sale beside what is searched for, so that a product's or a payment's sales are found in the order of pages.
alter table data.sale_items disable trigger user;
alter table data.sale_items add business_date date;
update data.sale_items i
set business_date = s.business_date
from data.sales s
where s.bar_id = i.bar_id and s.id = i.sale_id;
alter table data.sale_items alter business_date set not null;
alter table data.sale_items enable trigger user;

alter table data.payments disable trigger user;
alter table data.payments add business_date date;
update data.payments p
set business_date = s.business_date
from data.sales s
where s.bar_id = p.bar_id and s.id = p.sale_id;
alter table data.payments alter business_date set not null;
alter table data.payments enable trigger user;

drop index data.idx_sales_bar_business_date;
create index idx_sales_bar_business_date on data.sales (bar_id, business_date desc, id desc) where status = 'validated';
create index idx_sales_bar_status on data.sales (bar_id, status, business_date desc, id desc) where status <> 'validated';
drop index data.idx_sales_sold_by;
create index idx_sales_sold_by on data.sales (sold_by, bar_id, business_date desc, id desc);
drop index data.idx_sales_till;
create index idx_sales_till on data.sales (till_id, bar_id, ticket);
drop index data.idx_sale_items_product;
create index idx_sale_items_product on data.sale_items (product_id, bar_id, business_date desc, sale_id desc);
create index idx_payments_method on data.payments (bar_id, method, business_date desc, sale_id desc) where method <> 'cash';
drop index data.idx_stock_movements_product;
create index idx_stock_movements_product on data.stock_movements (product_id, bar_id, rev desc);
create index idx_discrepancies_bar_created on data.discrepancies (bar_id, created_at desc, id desc);
create index idx_change_credits_open on data.change_credits (bar_id) where redeemed_at is null;

-- What an earlier migration left out: what waits for a manager, and what is looked for when a member goes.
create index idx_sales_bar_pending on data.sales (bar_id, created_at) where status = 'pending';
create index idx_sales_decided_by on data.sales (decided_by, bar_id) where decided_by is not null;
create index idx_payments_to_confirm on data.payments (bar_id, sale_id) where state = 'to_confirm';
create index idx_payments_settled_by on data.payments (settled_by, bar_id) where settled_by is not null;
create index idx_discrepancies_settled_by on data.discrepancies (settled_by, bar_id) where settled_by is not null;
