-- Figures by kind of help that the public reads, one potret bulanan a month. The first is made at the next start.
-- CreateTable
CREATE TABLE "public_snapshot" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "taken_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "public_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public_place" (
    "snapshot_id" INTEGER NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "joined" BOOLEAN NOT NULL,
    "plans" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,

    CONSTRAINT "public_place_pkey" PRIMARY KEY ("snapshot_id","kecamatan_code")
);

-- CreateTable
CREATE TABLE "public_cell" (
    "snapshot_id" INTEGER NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "counts_people" BOOLEAN NOT NULL,
    "hidden" BOOLEAN NOT NULL,
    "activities" INTEGER NOT NULL,
    "funded" INTEGER NOT NULL,
    "realised" INTEGER NOT NULL,
    "planned" BIGINT NOT NULL,
    "spent" BIGINT NOT NULL,

    CONSTRAINT "public_cell_pkey" PRIMARY KEY ("snapshot_id","kecamatan_code","category_code")
);

-- CreateTable
CREATE TABLE "public_funding" (
    "snapshot_id" INTEGER NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "category_code" TEXT NOT NULL,
    "funding_code" TEXT NOT NULL,
    "spent" BIGINT NOT NULL,

    CONSTRAINT "public_funding_pkey" PRIMARY KEY ("snapshot_id","kecamatan_code","category_code","funding_code")
);

-- CreateIndex
CREATE UNIQUE INDEX "public_snapshot_region_code_month_key" ON "public_snapshot"("region_code", "month");

-- AddForeignKey
ALTER TABLE "public_place" ADD CONSTRAINT "public_place_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "public_snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_place" ADD CONSTRAINT "public_place_kecamatan_code_fkey" FOREIGN KEY ("kecamatan_code") REFERENCES "kecamatan"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_cell" ADD CONSTRAINT "public_cell_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "public_snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_cell" ADD CONSTRAINT "public_cell_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_funding" ADD CONSTRAINT "public_funding_snapshot_id_kecamatan_code_category_code_fkey" FOREIGN KEY ("snapshot_id", "kecamatan_code", "category_code") REFERENCES "public_cell"("snapshot_id", "kecamatan_code", "category_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_funding" ADD CONSTRAINT "public_funding_funding_code_fkey" FOREIGN KEY ("funding_code") REFERENCES "funding_source"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A house, a latrine, a water connection, a paper: each is one household or person.
UPDATE "category" SET "counts_people" = true WHERE "code" IN ('RTLH', 'JMB', 'AIR', 'ADM');

-- What is published is safe by itself, whoever writes it.
alter table public_snapshot
  add constraint public_snapshot_month check (extract(day from month) = 1 and taken_on >= month);
alter table public_cell
  add constraint public_cell_amounts check (
    activities >= 0 and funded >= 0 and realised >= 0 and planned >= 0 and spent >= 0),
  add constraint public_cell_hidden_is_empty check (
    not hidden or (activities = 0 and funded = 0 and realised = 0 and planned = 0 and spent = 0)),
  add constraint public_cell_no_few_people check (
    not counts_people or (funded not between 1 and 4 and realised not between 1 and 4));

do $$
declare name text;
begin
  foreach name in array array['public_snapshot', 'public_place', 'public_cell', 'public_funding'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
                   name || '_frozen', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;

create function refuse_late_publication() returns trigger language plpgsql as $$
begin
  if exists (select from public_snapshot p where p.id in (select distinct snapshot_id from added)
             and p.xmin <> pg_current_xact_id()::xid) then
    raise exception 'frozen: rows added to % after its transaction', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger public_place_late after insert on public_place
  referencing new table as added for each statement execute function refuse_late_publication();
create trigger public_cell_late after insert on public_cell
  referencing new table as added for each statement execute function refuse_late_publication();
create trigger public_funding_late after insert on public_funding
  referencing new table as added for each statement execute function refuse_late_publication();
