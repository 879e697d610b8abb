-- A decision keeps the facts that lay beside it, and the SK that says so.
alter table village_decision add column sk_number text check (length(sk_number) between 1 and 100),
  add column facts jsonb;
