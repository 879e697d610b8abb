-- A month that a coordinator closes by hand takes nothing new for its days; what had been verified of it is kept.
-- CreateTable
CREATE TABLE "month_closing" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "closed_by_id" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "reopened_by_id" INTEGER,
    "reopened_at" TIMESTAMPTZ(3),
    "reopen_reason" TEXT,

    CONSTRAINT "month_closing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closing_sum" (
    "closing_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "activities" INTEGER NOT NULL,
    "realised" BIGINT NOT NULL,
    "spent" BIGINT NOT NULL,

    CONSTRAINT "closing_sum_pkey" PRIMARY KEY ("closing_id","village_code","category_code")
);

-- AddForeignKey
ALTER TABLE "month_closing" ADD CONSTRAINT "month_closing_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "month_closing" ADD CONSTRAINT "month_closing_reopened_by_id_fkey" FOREIGN KEY ("reopened_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closing_sum" ADD CONSTRAINT "closing_sum_closing_id_fkey" FOREIGN KEY ("closing_id") REFERENCES "month_closing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

create unique index month_closing_stands on month_closing (region_code, month) where reopened_at is null;
alter table month_closing
  add constraint month_closing_of_a_month check (month = date_trunc('month', month::timestamp)::date),
  add constraint month_closing_reopened_with_reason
    check ((reopened_at is null) = (reopened_by_id is null) and (reopened_at is null) = (reopen_reason is null));

-- A closing is only ever opened again, once; its sums never change.
create function refuse_rewriting_closing() returns trigger language plpgsql as $$
begin
  if old.reopened_at is not null or new.reopened_at is null
     or (old.id, old.region_code, old.month, old.closed_by_id, old.closed_at)
        is distinct from (new.id, new.region_code, new.month, new.closed_by_id, new.closed_at) then
    raise exception 'frozen: closing %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger month_closing_frozen before update on month_closing
  for each row execute function refuse_rewriting_closing();
create trigger closing_sum_frozen before update on closing_sum for each row execute function refuse_change();
do $$
declare name text;
begin
  foreach name in array array['month_closing', 'closing_sum'] loop
    execute format('create trigger %I before delete on %I for each row execute function refuse_change()',
                   name || '_never_deleted', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;
