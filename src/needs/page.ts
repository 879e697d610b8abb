import { date, moment, number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import { nameAt, nameOn, withFormerNames } from '../database/former-names.js';
import { type Actor, can } from '../policy.js';
import { villagePath } from '../villages/paths.js';
import { type Notice, type PageHead, pageHead } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import type { Services } from '../web/services.js';
import { needPaths } from './paths.js';
import type { AssessedVillage } from './subject.js';
import { sourceLabels } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'needs/satu': AssessmentPage;
  }
}

interface AssessmentPage {
  head: PageHead;
  notices: Notice[];
  facts: { label: string; value: string; href: string }[];
  rows: { name: string; unit: string; baseline: string; target: string; before: string }[];
  history: { label: string; href: string; note: string; current: boolean }[];
}

/** An assessment with its author and village. */
export const findAssessment = (db: Reader, id: number) =>
  db.needAssessment.findUnique({
    where: { id },
    include: {
      author: withFormerNames,
      file: true,
      needs: { include: { category: { include: { formerNames: true } } } },
    },
  });
export type ToldAssessment = NonNullable<Awaited<ReturnType<typeof findAssessment>>>;

/** All assessments of a village in the order in which they hold: of the newest day first, of one day the later. */
const assessmentsOf = (db: Reader, villageCode: string) =>
  db.needAssessment.findMany({
    where: { villageCode },
    orderBy: [{ assessedOn: 'desc' }, { id: 'desc' }],
    include: { author: withFormerNames, needs: true },
  });

/** One assessment as it was told, beside the one before it, and all others of its village. */
export async function assessmentPage(
  app: Services,
  actor: Actor,
  { village, one }: { village: AssessedVillage; one: ToldAssessment },
): Promise<Reply> {
  const all = await assessmentsOf(app.db, village.id);
  const place = all.findIndex(({ id }) => id === one.id);
  const earlier = all.slice(place + 1);
  const title = `Asesmen ${village.name}, ${date(one.assessedOn)}`;
  const model: AssessmentPage = {
    head: headOf(actor, village, title),
    notices: newerNotice(one, all[0]),
    facts: factsOf(one),
    rows: one.needs
      .sort((left, right) => left.category.position - right.category.position)
      .map((need) => ({
        name: nameOn(need.category, one.assessedOn),
        unit: need.category.unit,
        baseline: number(need.baseline),
        target: number(need.target),
        before: beforeOf(need.categoryCode, earlier),
      })),
    history: all.map((each) => ({
      label: date(each.assessedOn),
      href: needPaths.one(each.id),
      note: `${sourceLabels[each.source]}, ${number(each.needs.length)} jenis bantuan, ${nameAt(each.author, each.createdAt)}`,
      current: each.id === one.id,
    })),
  };
  return page('needs/satu', model, { title, section: '/kebutuhan' });
}

const headOf = (actor: Actor, village: AssessedVillage, title: string): PageHead =>
  pageHead({
    crumbs: [
      { label: 'Kebutuhan', href: needPaths.list },
      { label: village.name, href: villagePath(village.id) },
    ],
    title,
    subtitle: `Kecamatan ${village.kecamatan}, ${village.id}`,
    actions: can(actor, 'need.write', village.ref)
      ? [
          {
            label: 'Catat asesmen baru',
            href: needPaths.createIn(village.id),
            icon: 'plus-lg',
            primary: true,
          },
        ]
      : [],
  });

/** Said on an assessment behind which a newer one stands. */
const newerNotice = (one: ToldAssessment, newest: { id: number; assessedOn: Date } | undefined): Notice[] =>
  newest === undefined || newest.id === one.id
    ? []
    : [
        {
          tone: 'info',
          title: 'Ada asesmen yang lebih baru',
          text: 'Jenis bantuan yang dinilai lagi di sana dihitung menurut yang baru.',
          links: [{ label: `Buka asesmen ${date(newest.assessedOn)}`, href: needPaths.one(newest.id) }],
        },
      ];

/** What the assessment before told of the same; '' where none did. */
function beforeOf(code: string, earlier: Awaited<ReturnType<typeof assessmentsOf>>): string {
  for (const { needs, assessedOn } of earlier) {
    const need = needs.find(({ categoryCode }) => categoryCode === code);
    if (need) return `${number(need.baseline)} per ${date(assessedOn)}`;
  }
  return '';
}

const factsOf = (one: ToldAssessment) => [
  { label: 'Tanggal asesmen', value: date(one.assessedOn), href: '' },
  { label: 'Sumber', value: sourceLabels[one.source], href: '' },
  ...(one.note ? [{ label: 'Keterangan', value: one.note, href: '' }] : []),
  {
    label: 'Berita acara',
    value: one.fileName ?? 'tidak dilampirkan',
    href: one.fileName ? needPaths.paper(one.id) : '',
  },
  { label: 'Dicatat', value: `${nameAt(one.author, one.createdAt)}, ${moment(one.createdAt)}`, href: '' },
];
