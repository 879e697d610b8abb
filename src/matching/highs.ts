import highs from 'highs';
import { lpOf, type Program, type Solution } from './program.js';

/** Its types speak of another kind of module than Node loads. */
const loadHighs = highs as unknown as typeof highs.default;

/** Ends in a corner, which is whole; see `lpOf`. */
const TO_A_CORNER = { output_flag: false, solver: 'simplex' } as const;

/** The best choice of all. @throws Error where there is none. */
export async function solveHere(program: Program): Promise<Solution> {
  const { Status, Columns } = (await loadHighs()).solve(lpOf(program), TO_A_CORNER);
  if (Status !== 'Optimal') throw new Error(`HiGHS: ${Status}`);
  const amount = (name: string) => Math.round(Columns[name]?.Primal ?? 0);
  const chosen = program.choices.map(
    (few, village) => few.find(([place]) => amount(`x${village}_${place}`) === 1)?.[0] ?? -1,
  );
  if (chosen.includes(-1)) throw new Error('HiGHS: a choice is not whole');
  return { chosen, extra: program.rooms.map((_, place) => amount(`e${place}`)) };
}
