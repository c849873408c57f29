-- previous: e29a76b83965b876322a4b94a5413d2e1c8aff0419ecfd580ad9027883cd2723
-- online
-- Finds the commands that may say a guest's name, few of many, so that one is forgotten at once.
-- squawk-ignore-file ban-concurrent-index-creation-in-transaction
create index concurrently if not exists idx_commands_guests on data.commands (bar_id, at) where kind in ('create_consignment', 'park');
