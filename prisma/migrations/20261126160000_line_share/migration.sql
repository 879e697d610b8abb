-- CreateTable
CREATE TABLE "line_share" (
    "id" SERIAL NOT NULL,
    "line_id" INTEGER NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "quantity" INTEGER,
    "rupiah" BIGINT,
    "status" "review_status" NOT NULL DEFAULT 'DIAJUKAN',
    "author_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lock_version" INTEGER NOT NULL DEFAULT 1,
    "reviewer_id" INTEGER,
    "reviewed_at" TIMESTAMPTZ(3),
    "review_note" TEXT,

    CONSTRAINT "line_share_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "line_share_agency_id_idx" ON "line_share"("agency_id");

-- CreateIndex
CREATE UNIQUE INDEX "line_share_line_id_agency_id_key" ON "line_share"("line_id", "agency_id");

-- AddForeignKey
ALTER TABLE "line_share" ADD CONSTRAINT "line_share_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "activity_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_share" ADD CONSTRAINT "line_share_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_share" ADD CONSTRAINT "line_share_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_share" ADD CONSTRAINT "line_share_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

alter table line_share
  add constraint line_share_counts check (coalesce(quantity, 0) >= 0 and coalesce(rupiah, 0) >= 0
    and coalesce(quantity, 0) + coalesce(rupiah, 0) > 0),
  add constraint line_share_no_draft check (status <> 'DRAF'),
  add constraint line_share_return_has_note check (status <> 'DIKEMBALIKAN' or review_note is not null);

-- Shares of a line are of another OPD than its own, of a verified revision, and together never more than the line. Who
-- writes one holds the line, so that two at once are added up.
create function guard_line_share() returns trigger language plpgsql as $$
declare whole record; others record;
begin
  if tg_op = 'UPDATE' and old.status = 'DIVERIFIKASI'
     and (old.agency_id, old.quantity, old.rupiah, old.author_id, old.created_at)
         is distinct from (new.agency_id, new.quantity, new.rupiah, new.author_id, new.created_at) then
    raise exception 'frozen: verified share %', old.id using errcode = 'restrict_violation';
  end if;
  perform from activity_line where id = new.line_id for no key update;
  select a.agency_id, r.review_status,
         case when r.work_status = 'BATAL' then 0 else coalesce(nullif(l.realised, 0), l.target, 0) end as quantity,
         case when r.work_status = 'BATAL' then 0 else coalesce(nullif(l.spent_rupiah, 0), l.planned_rupiah, 0) end
           as rupiah
    into whole
    from activity_line l join activity_revision r on r.id = l.revision_id join activity a on a.id = r.activity_id
    where l.id = new.line_id;
  if new.agency_id = whole.agency_id or whole.review_status <> 'DIVERIFIKASI' then
    raise exception 'no share of OPD % in line %', new.agency_id, new.line_id using errcode = 'check_violation';
  end if;
  if new.status = 'DIKEMBALIKAN' then
    return new;
  end if;
  select coalesce(sum(quantity), 0) as quantity, coalesce(sum(rupiah), 0) as rupiah into others
    from line_share where line_id = new.line_id and id <> new.id and status <> 'DIKEMBALIKAN';
  if coalesce(new.quantity, 0) + others.quantity > whole.quantity
     or coalesce(new.rupiah, 0) + others.rupiah > whole.rupiah then
    raise exception 'shares of line % are more than the line', new.line_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger line_share_guard before insert or update on line_share
  for each row execute function guard_line_share();

create function refuse_verified_share() returns trigger language plpgsql as $$
begin
  if old.status = 'DIVERIFIKASI' then
    raise exception 'frozen: verified share %', old.id using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger line_share_frozen before delete on line_share
  for each row execute function refuse_verified_share();
create trigger line_share_kept before truncate on line_share
  for each statement execute function refuse_change();
