-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('DILAPORKAN', 'DIKONFIRMASI', 'DITOLAK');

-- CreateTable
CREATE TABLE "undertaking" (
    "id" SERIAL NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "party" "commitment_party" NOT NULL,
    "party_name" TEXT,
    "agency_id" INTEGER,
    "what" TEXT NOT NULL,
    "quantity" INTEGER,
    "unit" TEXT,
    "due_on" DATE,
    "born_at" TIMESTAMPTZ(3) NOT NULL,
    "stated_in_id" INTEGER NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "undertaking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "undertaking_delivery" (
    "id" SERIAL NOT NULL,
    "undertaking_id" INTEGER NOT NULL,
    "quantity" INTEGER,
    "whole" BOOLEAN NOT NULL,
    "delivered_on" DATE NOT NULL,
    "note" TEXT,
    "sha256" TEXT,
    "file_name" TEXT,
    "marked_by_id" INTEGER NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'DILAPORKAN',
    "decided_by_id" INTEGER,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "undertaking_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "undertaking_activity_id_idx" ON "undertaking"("activity_id");

-- CreateIndex
CREATE INDEX "undertaking_agency_id_idx" ON "undertaking"("agency_id");

-- CreateIndex
CREATE UNIQUE INDEX "undertaking_revision_id_position_key" ON "undertaking"("revision_id", "position");

-- CreateIndex
CREATE INDEX "undertaking_delivery_undertaking_id_idx" ON "undertaking_delivery"("undertaking_id");

-- CreateIndex
CREATE INDEX "undertaking_delivery_sha256_idx" ON "undertaking_delivery"("sha256");

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_stated_in_id_fkey" FOREIGN KEY ("stated_in_id") REFERENCES "activity_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking" ADD CONSTRAINT "undertaking_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking_delivery" ADD CONSTRAINT "undertaking_delivery_undertaking_id_fkey" FOREIGN KEY ("undertaking_id") REFERENCES "undertaking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking_delivery" ADD CONSTRAINT "undertaking_delivery_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking_delivery" ADD CONSTRAINT "undertaking_delivery_marked_by_id_fkey" FOREIGN KEY ("marked_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undertaking_delivery" ADD CONSTRAINT "undertaking_delivery_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

alter table undertaking
  add constraint undertaking_counts check (quantity is null or quantity >= 0);
alter table undertaking_delivery
  add constraint delivery_counts check (quantity is null or quantity > 0),
  add constraint delivery_decided check ((state = 'DILAPORKAN') = (decided_at is null)),
  add constraint delivery_refused_has_reason check ((state = 'DITOLAK') = (reason is not null)),
  add constraint delivery_decided_by_another check (decided_by_id is null or decided_by_id <> marked_by_id);

-- ---------- What was promised and told until now ----------
insert into undertaking (activity_id, revision_id, position, party, party_name, agency_id, what, quantity, unit, due_on,
                         born_at, stated_in_id)
select a.id, r.id, c.position, c.party, c.party_name,
       case when c.party = 'OPD' and c.party_name is null then a.agency_id
            when c.party = 'OPD' then (select min(g.id) from agency g where g.region_code = a.region_code
              and lower(btrim(c.party_name)) in (lower(g.name), lower(g.short_name))) end,
       c.what, c.quantity, c.unit, c.due_on, coalesce(r.reviewed_at, r.updated_at), r.id
from activity a join activity_revision r on r.id = a.verified_revision_id
join commitment c on c.revision_id = r.id
order by r.id, c.position;

insert into undertaking_delivery (undertaking_id, quantity, whole, delivered_on, note, marked_by_id, marked_at, state,
                                  decided_at)
select u.id, nullif(c.delivered, 0),
       case when c.quantity is null then c.delivered_on is not null else coalesce(c.delivered, 0) >= c.quantity end,
       coalesce(c.delivered_on, r.ends_on), 'tercatat pada laporan', r.author_id, u.born_at, 'DIKONFIRMASI', u.born_at
from undertaking u join activity_revision r on r.id = u.revision_id
join commitment c on c.revision_id = u.revision_id and c.position = u.position
where c.delivered > 0 or (c.quantity is null and c.delivered_on is not null)
order by u.id;

-- ---------- What cannot change any more ----------
-- Who and what of an undertaking never change. How much, until when, by which institution, and whether it still stands
-- are told anew only by a newer verified revision of its activity.
create function refuse_rewriting_undertaking() returns trigger language plpgsql as $$
begin
  if (old.activity_id, old.revision_id, old.position, old.party, old.what, old.born_at)
       is distinct from (new.activity_id, new.revision_id, new.position, new.party, new.what, new.born_at)
     or new.stated_in_id <= old.stated_in_id then
    raise exception 'frozen: undertaking %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger undertaking_frozen before update on undertaking
  for each row execute function refuse_rewriting_undertaking();

-- Whatever an undertaking says was said by a verified revision of its activity.
create function refuse_unverified_undertaking() returns trigger language plpgsql as $$
begin
  if not exists (select from activity_revision r where r.id = new.stated_in_id and r.activity_id = new.activity_id
                 and r.review_status = 'DIVERIFIKASI') then
    raise exception 'undertaking of a revision that is not verified' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger undertaking_verified before insert or update on undertaking
  for each row execute function refuse_unverified_undertaking();

-- A delivery is only ever decided, once.
create function refuse_rewriting_delivery() returns trigger language plpgsql as $$
begin
  if old.state <> 'DILAPORKAN' or new.state = 'DILAPORKAN'
     or (old.undertaking_id, old.quantity, old.whole, old.delivered_on, old.note, old.sha256, old.file_name,
         old.marked_by_id, old.marked_at)
        is distinct from (new.undertaking_id, new.quantity, new.whole, new.delivered_on, new.note, new.sha256,
                          new.file_name, new.marked_by_id, new.marked_at) then
    raise exception 'frozen: delivery %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger undertaking_delivery_frozen before update on undertaking_delivery
  for each row execute function refuse_rewriting_delivery();

do $$
declare name text;
begin
  foreach name in array array['undertaking', 'undertaking_delivery'] loop
    execute format('create trigger %I before delete on %I for each row execute function refuse_change()',
                   name || '_never_deleted', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
                   name || '_kept', name);
  end loop;
end $$;
