import { useFormat } from '../../../texts.tsx';
import { useDeveloperTexts } from '../texts.ts';
import type { Rehearsal } from './types.ts';

/** How far a rehearsal is, or what came of it, in a sentence. */
export function useResultWords(): (rehearsal: Rehearsal) => string {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  return ({ state, total, rehearsed, same, different }) => {
    const counts = {
      total: format.number(total),
      same: format.number(same),
      different: format.number(different),
    };
    if (state === 'running') return texts.runs({ ...counts, rehearsed: format.number(rehearsed) });
    if (total === 0) return state === 'cancelled' ? texts.endedBefore : texts.ofNothing;
    const said =
      different === 0
        ? texts.allSame(counts.total)
        : same === 0
          ? texts.allDifferent(counts.total)
          : texts.differs(counts);
    return state === 'cancelled' ? texts.ended(said) : said;
  };
}
