-- Names that OPD, accounts and categories bore before, so that what is old goes on bearing them.
create table "former_name" (
    "id" SERIAL NOT NULL,
    "agency_id" INTEGER,
    "account_id" INTEGER,
    "category_code" TEXT,
    "name" TEXT NOT NULL,
    "short_name" TEXT,
    "strategy" "strategy",
    "until" DATE NOT NULL,

    CONSTRAINT "former_name_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "former_name_of_one" CHECK (num_nonnulls(agency_id, account_id, category_code) = 1),
    CONSTRAINT "former_name_agency_short" CHECK ((agency_id is null) = (short_name is null))
);
CREATE UNIQUE INDEX "former_name_agency_id_until_key" ON "former_name"("agency_id", "until");
CREATE UNIQUE INDEX "former_name_account_id_until_key" ON "former_name"("account_id", "until");
CREATE UNIQUE INDEX "former_name_category_code_until_key" ON "former_name"("category_code", "until");
ALTER TABLE "former_name" ADD CONSTRAINT "former_name_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "former_name" ADD CONSTRAINT "former_name_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "former_name" ADD CONSTRAINT "former_name_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE SET NULL ON UPDATE CASCADE;

create trigger former_name_frozen before update or delete on former_name for each row execute function refuse_change();
create trigger former_name_kept before truncate on former_name for each statement execute function refuse_change();
