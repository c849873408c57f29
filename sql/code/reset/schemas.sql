-- Everything that is code goes and is made again, with nothing callable by anybody.

drop schema if exists api, jobs, logic cascade;
create schema logic;
create schema api;
create schema jobs;
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
grant usage on schema logic to bartender_api;
grant usage on schema api to bartender_till;
