-- previous: 831545deb39d89e248bfedb4df9ec8ace0c6fd9f69ad2c420e2ff4b498641d3a
-- A bar that moves to another server is frozen here first: under its lock, which is this row.

alter table data.bar_clocks add frozen_at timestamptz;
