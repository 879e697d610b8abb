import { list, number } from '../core/format.js';
import { fitOf, roomOf } from './fit.js';
import { solveHere } from './highs.js';
import { programOf, type Solution } from './program.js';
import type { Candidate, Fit, MatchInput, Matching, Proposal, Waiting } from './types.js';

/** The best choice of all, and why each. @throws Error where the solver finds none. */
export async function matchHere(input: MatchInput): Promise<Matching> {
  const { villages, agencies } = input;
  const program = programOf(input);
  const stuck = villages.filter((_, at) => program.choices[at]?.length === 0);
  if (stuck.length > 0) return { proposals: [], blocked: [noneFor(stuck)] };
  const solution = await solveHere(program);
  if (solution.extra.some((more) => more > 0)) return { proposals: [], blocked: whyBlocked(input, solution) };
  const leads = solution.chosen.map((place) => agencies[place] as Candidate);
  const supports = supportsOf(input, leads);
  const proposals = villages.map((village, at): Proposal => {
    const lead = leads[at] as Candidate;
    return {
      village,
      lead,
      fit: fitHere(input, leads, at),
      fixed: input.fixed.some(([code]) => code === village.code),
      support: supports[at] ?? null,
      runnerUp: runnerUpOf(input, village, leads, lead),
    };
  });
  return { proposals, blocked: [] };
}

/** The points of the lead of a village; those for leading at all belong to its first village here. */
function fitHere({ villages, points }: MatchInput, leads: Candidate[], at: number): Fit {
  const lead = leads[at] as Candidate;
  const fit = fitOf(villages[at] as Waiting, lead, points);
  if (lead.leads > 0 || points.first === 0 || leads.indexOf(lead) !== at) return fit;
  const first = { words: 'belum memimpin desa', points: points.first };
  return { points: fit.points + first.points, reasons: [...fit.reasons, first] };
}

/** The OPD with the most points of its own among those that the solution leaves room. */
function runnerUpOf(
  { agencies, villages, points }: MatchInput,
  village: Waiting,
  leads: Candidate[],
  lead: Candidate,
): Proposal['runnerUp'] {
  const left = (agency: Candidate) =>
    roomOf(agency, villages.length) - leads.filter((one) => one === agency).length;
  const [best] = agencies
    .filter((agency) => agency !== lead && !village.barred.includes(agency.id) && left(agency) > 0)
    .map((agency) => ({ agency, fit: fitOf(village, agency, points) }))
    .sort((one, other) => other.fit.points - one.fit.points || left(other.agency) - left(one.agency));
  return best ?? null;
}

/**
 * Beside a lead that does not deliver by itself: the technical OPD that serves most of the village's needs, among
 * equals the one with the fewest villages, those of this matching included.
 */
function supportsOf({ villages, agencies, points }: MatchInput, leads: Candidate[]): (Candidate | null)[] {
  const technical = agencies.filter((agency) => agency.technical);
  const load = new Map(technical.map((agency) => [agency, agency.leads + agency.supports]));
  const add = (agency: Candidate) => load.set(agency, (load.get(agency) ?? 0) + 1);
  for (const lead of leads) if (lead.technical) add(lead);
  return villages.map((village, at) => {
    if (leads[at]?.technical || village.supported) return null;
    const own = { ...village, decree: null, before: [] };
    const [best] = technical
      .filter((agency) => !village.barred.includes(agency.id))
      .map((agency) => ({ agency, points: fitOf(own, agency, { ...points, kecamatan: 0 }).points }))
      .sort(
        (one, other) =>
          other.points - one.points || (load.get(one.agency) ?? 0) - (load.get(other.agency) ?? 0),
      );
    if (best) add(best.agency);
    return best?.agency ?? null;
  });
}

const noneFor = (stuck: Waiting[]): string =>
  `${list(stuck.map((one) => one.name))}: tidak ada OPD yang dapat menjadi OPD utama. Lepas patokannya, atau akhiri dahulu dukungan OPD yang dimaksud.`;

/** Which rule leaves no matching, and the least that would free it. */
function whyBlocked({ villages, agencies, fixed }: MatchInput, { extra }: Solution): string[] {
  const room = (agency: Candidate) => roomOf(agency, villages.length);
  const byHand = agencies
    .map((agency) => ({ agency, count: fixed.filter(([, id]) => id === agency.id).length }))
    .filter(({ agency, count }) => count > room(agency))
    .map(
      ({ agency, count }) =>
        `${agency.name} dipatok untuk ${number(count)} desa, tempatnya tinggal ${number(room(agency))}. Lepas ${number(count - room(agency))} patokan, atau minta Admin menaikkan kapasitasnya.`,
    );
  if (byHand.length > 0) return byHand;
  const all = agencies.reduce((sum, agency) => sum + room(agency), 0);
  const more = agencies.flatMap(({ name }, place) =>
    extra[place] ? [`${name} ${number(extra[place])}`] : [],
  );
  return [
    `Kapasitas OPD menahan: ${number(villages.length)} desa menunggu, tempat yang tersisa ${number(all)}. Bebas bila kapasitas dinaikkan, paling sedikit: ${list(more)}.`,
  ];
}
