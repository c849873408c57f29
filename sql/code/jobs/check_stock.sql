-- Returns each product whose stock is not the sum of its movements: none, after any history.
create function jobs.check_stock() returns table (bar uuid, product uuid, stock bigint, moved bigint)
language plpgsql stable
as $$
begin
  return query
    select p.bar_id, p.id, p.stock::bigint, coalesce(m.moved, 0)
    from data.bar_products p
    left join (
      select s.bar_id, s.product_id, sum(s.qty)::bigint as moved
      from data.stock_movements s
      group by s.bar_id, s.product_id
    ) m on m.bar_id = p.bar_id and m.product_id = p.id
    where p.stock <> coalesce(m.moved, 0);
end
$$;

-- Returns each sale whose lines, payments and total do not agree: none.
create function jobs.check_sums() returns table (bar uuid, sale uuid, total bigint, lines bigint, paid bigint)
language plpgsql stable
as $$
begin
  return query
    select s.bar_id, s.id, s.total_minor, i.total::bigint, p.total::bigint
    from data.sales s
    left join lateral (
      select coalesce(sum(x.price_minor * x.qty), 0) as total
      from data.sale_items x
      where x.bar_id = s.bar_id and x.sale_id = s.id
    ) i on true
    left join lateral (
      select coalesce(sum(x.amount_minor), 0) as total
      from data.payments x
      where x.bar_id = s.bar_id and x.sale_id = s.id
    ) p on true
    where s.total_minor <> i.total or s.total_minor <> p.total;
end
$$;

-- Returns each product whose reserve is not the sum of the bottles kept for guests, those included whose expiry nobody has written down yet: none.
create function jobs.check_reserved() returns table (bar uuid, product uuid, reserved bigint, kept bigint)
language plpgsql stable
as $$
begin
  return query
    select p.bar_id, p.id, p.reserved::bigint, coalesce(c.kept, 0)
    from data.bar_products p
    left join (
      select k.bar_id, k.product_id, sum(k.qty)::bigint as kept
      from data.consignments k
      where k.state = 'active'
      group by k.bar_id, k.product_id
    ) c on c.bar_id = p.bar_id and c.product_id = p.id
    where p.reserved <> coalesce(c.kept, 0);
end
$$;
