-- previous: cbde0bec31a34cfdacee4ae4fecdef26c6065955bd0f53defbfc7aaef09842e6
-- online
-- Looks whether every row keeps the checks and keys that came later, while the tills sell.

alter table data.sales validate constraint sales_decided_by_fkey;

alter table data.payments validate constraint payments_method_check;

alter table data.payments validate constraint payments_state_check;

alter table data.payments validate constraint payments_settled_by_fkey;

alter table data.discrepancies validate constraint discrepancies_settled_by_fkey;

alter table data.discrepancies validate constraint discrepancies_resolution_of_settled;
