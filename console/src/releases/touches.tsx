import { useDeveloperTexts } from '../pages/developer/texts.ts';
import { useVocabulary } from '../parts/vocabulary.ts';
import { useFormat } from '../texts.tsx';
import styles from './changes.module.css';
import type { Comparison } from './types.ts';

/** Whom a release touches once everybody is on it, a sentence for each thing that happens. */
export function TouchesInWords({ touches }: { touches: Comparison['touches'] }) {
  const texts = useDeveloperTexts().changes.touches;
  const vocabulary = useVocabulary();
  const format = useFormat();
  const { installs, spaces_to_agree: agree, ...rest } = touches;
  if (installs === 0) return <p className={styles.none}>{texts.nobody}</p>;
  const asked = [...agree.scopes.map(vocabulary.scope), ...agree.events.map(vocabulary.event)];
  const sentences = [
    texts.installs(installs),
    agree.spaces > 0 && texts.agree(agree.spaces, format.list(asked)),
    rest.installs_back_to_setup > 0 && texts.setup(rest.installs_back_to_setup),
    rest.installs_below_plan > 0 && texts.plan(rest.installs_below_plan),
    rest.endpoints_moved > 0 && texts.moved(rest.endpoints_moved),
    rest.jobs_waiting > 0 && texts.waiting(rest.jobs_waiting),
  ].filter((sentence) => sentence !== false);
  return (
    <ul className={styles.touches}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
