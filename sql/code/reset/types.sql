-- The rows that our functions hand to each other.

-- A till at its bar, as the token and the ledger name it.
create type logic.desk as (
  bar uuid,
  till uuid,
  code text,
  ledger uuid,
  last_no bigint,
  last_ticket bigint,
  is_shut boolean,
  work_limit_ms integer,
  feed text,
  time_zone text,
  closing_hour integer,
  hours_since timestamptz
);

-- A command as it travels through submit. `moment` is corrected, `claimed_at` is what the till said, `rev` is the revision that it takes if it
-- moves stock, `bad` is the path of the first unsound field, if there is one; desk and revision are known under the bar's lock only.
create type logic.command as (
  desk logic.desk,
  no bigint,
  id uuid,
  kind text,
  version integer,
  sha256 bytea,
  door text,
  by_id uuid,
  session_id uuid,
  claimed_at timestamptz,
  moment timestamptz,
  now_at timestamptz,
  flags text[],
  rev bigint,
  bad text,
  body jsonb
);

-- What a command did: `moved` when it took its revision, `topics` whose lists changed. `twin` is the command that had done it before.
create type logic.effect as (
  result jsonb,
  moved boolean,
  topics text[],
  twin uuid
);

-- The judgement of a command: `done`, `refused`, or `stopped` by a bug (then `code` is its SQLSTATE).
create type logic.verdict as (
  outcome text,
  door text,
  code text,
  params jsonb,
  result jsonb,
  rev bigint,
  moved boolean,
  topics text[],
  twin uuid
);

-- One product of a sale: what is wanted, what is left, what is taken, and the prices asked that were not in force.
create type logic.want as (
  product uuid,
  name text,
  volume_ml integer,
  qty integer,
  price bigint,
  available integer,
  taken integer,
  is_active boolean,
  in_force bigint,
  wrong jsonb
);

-- The people of a sale and the rights that they had at its moment.
create type logic.standing as (
  status text,
  sold_by uuid,
  created_by uuid,
  session_id uuid,
  business_date date,
  flags text[],
  unfit uuid
);

-- The marks of an answer and the clock that they were read with.
create type logic.marked as (
  marks jsonb,
  clock data.bar_clocks
);

-- A command's row as it was kept, and the verdict that it holds.
create type logic.settled as (
  kept data.commands,
  verdict logic.verdict
);
