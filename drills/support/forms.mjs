// Forms that people send and send again, and what became of them: each that was acknowledged stands there once and whole.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isForLater, paper, untilAnswered, wordsOf } from './people.mjs';

/** Every activity that a drill logged, with what belongs to it. */
const WRITTEN = `select r.description as mark, a.id,
    (select count(*)::int from activity_line l where l.revision_id = r.id) as lines,
    (select count(*)::int from review_step s where s.revision_id = r.id and s.kind = 'AJUKAN') as steps,
    (select count(*)::int from audit_entry e
      where e.subject_type = 'kegiatan' and e.subject_id = a.id::text) as facts,
    (select string_agg(e.sha256, ',') from evidence e where e.revision_id = r.id) as evidence
  from activity a left join activity_revision r on r.id = a.current_revision_id
  where r.id is null or r.description like 'Latihan %'`;

/** A form of this person that has not been sent yet; `mark` is its text, told by which it is found again. */
export const newForm = (person, mark, { withPaper = true } = {}) => ({
  person,
  mark: `Latihan ${mark}`,
  id: randomUUID(),
  files: withPaper ? [['surat.pdf', paper(mark)]] : [],
  acknowledged: false,
});

/** Sends it, also again: the portal knows it by its id. @returns the answer. @throws Error when it is refused for what it says. */
export async function sendForm(form, patience) {
  const answer = await untilAnswered(() => form.person.log(form.mark, form), patience);
  form.acknowledged = answer.status === 303 && answer.to !== '/masuk';
  if (!form.acknowledged && !isForLater(answer))
    throw new Error(`${form.mark.slice(0, 30)} is refused: ${answer.status} ${wordsOf(answer)}`);
  return answer;
}

/** What is lost, doubled or half of these forms, as rows and files stand in this place. */
export async function compare(forms, place) {
  const rows = await place.ask(WRITTEN);
  const known = new Map(forms.map((form) => [form.mark, form]));
  const times = new Map();
  for (const { mark } of rows) times.set(mark, (times.get(mark) ?? 0) + 1);
  const isThere = (sha256) => {
    const file = path.join(place.evidence, sha256);
    return existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex') === sha256;
  };
  const isWhole = ({ mark, lines, steps, facts, evidence }) => {
    const names = evidence?.split(',') ?? [];
    const expected = known.get(mark)?.files.length ?? names.length;
    return lines === 1 && steps === 1 && facts === 2 && names.length === expected && names.every(isThere);
  };
  const lost = forms.filter(({ acknowledged, mark }) => acknowledged && !times.has(mark)).length;
  const doubled = [...times.values()].filter((count) => count > 1).length;
  const half = rows.filter((row) => row.mark === null || !isWhole(row)).length;
  return { words: `${lost} lost, ${doubled} doubled, ${half} half`, wrong: lost + doubled + half };
}
