-- previous: a5f9e4e02b70790030644e68b354118422f00ac7043fd8ee6c12e0279affe063
-- online
-- What finds the days that the last 24 hours changed, and the bodies that are old enough to go. Rows come in the order of these times, so
-- that a few pages of index are enough.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction
create index concurrently if not exists idx_sales_booked on data.sales using brin (booked_at) with (pages_per_range = 16, autosummarize = on);
create index concurrently if not exists idx_sales_decided on data.sales (decided_at) where decided_at is not null;
create index concurrently if not exists idx_returns_decided on data.returns (decided_at) where decided_at is not null;
create index concurrently if not exists idx_commands_at on data.commands using brin (at) with (pages_per_range = 16, autosummarize = on);
