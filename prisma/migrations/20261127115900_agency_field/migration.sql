-- What an OPD can do for a village: the kinds of help it serves, and whether it delivers by itself. Installations that stand
-- already get those that ship with the list of OPD, by short name; from then on they are the admin's.
ALTER TABLE "agency" ADD COLUMN     "technical" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "agency_field" (
    "agency_id" INTEGER NOT NULL,
    "category_code" TEXT NOT NULL,

    CONSTRAINT "agency_field_pkey" PRIMARY KEY ("agency_id","category_code")
);

-- AddForeignKey
ALTER TABLE "agency_field" ADD CONSTRAINT "agency_field_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agency_field" ADD CONSTRAINT "agency_field_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

update agency set technical = true where region_code = '33.27' and short_name in (
  'BPBD', 'Dindikbud', 'Dinkes', 'DPUTR', 'Disperkim', 'Dishub',
  'Dinsos KBPP', 'Dispermasdes', 'Disdukcapil', 'Disnaker', 'Diskoperindag', 'Disparpora',
  'DLH', 'Dispertan', 'Diskan', 'Diskominfo', 'RSUD', 'Dindikpora',
  'Dishubperkim', 'Disparbud', 'Dispertan PP');

insert into agency_field (agency_id, category_code)
select g.id, c.code from (values
  ('Setda', 'BSO'),
  ('Bappeda', 'PDP'),
  ('BPBD', 'RTLH AIR'),
  ('Dindikbud', 'ATS'),
  ('Dinkes', 'JMB STN JKN'),
  ('DPUTR', 'JMB AIR INF'),
  ('Disperkim', 'RTLH JMB LIS'),
  ('Dishub', 'INF'),
  ('Dinsos KBPP', 'STN JKN BSO DIS'),
  ('Dispermasdes', 'INF PDP'),
  ('Disdukcapil', 'ADM'),
  ('Disnaker', 'PLT'),
  ('Diskoperindag', 'UMK PLT'),
  ('DPMPTSP', 'UMK'),
  ('Disparpora', 'UMK PLT'),
  ('DLH', 'JMB AIR'),
  ('Dispertan', 'TNK'),
  ('Diskan', 'TNK'),
  ('Diskominfo', 'INF'),
  ('Dinarpus', 'ATS'),
  ('RSUD', 'STN JKN'),
  ('Dindikpora', 'ATS PLT'),
  ('Dishubperkim', 'RTLH JMB LIS INF'),
  ('Disparbud', 'UMK'),
  ('Dispertan PP', 'TNK')) as shipped (short_name, codes)
join agency g on g.region_code = '33.27' and g.short_name = shipped.short_name
join category c on c.code = any(string_to_array(shipped.codes, ' '));

insert into agency_field (agency_id, category_code)
select g.id, c.code from agency g join category c on c.code in ('ADM', 'PDP')
where g.region_code = '33.27' and g.kind = 'KECAMATAN';
