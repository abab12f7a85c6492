import { textOfValue } from '../api/exact.ts';
import { useDeveloperTexts } from '../pages/developer/texts.ts';
import { useFormat } from '../texts.tsx';
import { ends, isNothing, useChangeWords } from './change-words.ts';
import styles from './changes.module.css';
import type { Change } from './types.ts';

/** What a release changes: a sentence for each change, and below it what was said before and what is said now. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const { changes: texts } = useDeveloperTexts();
  const wordsOf = useChangeWords();
  if (changes.length === 0) return <p className={styles.none}>{texts.none}</p>;
  return (
    <ul className={styles.changes}>
      {changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a change has no name but its place
        <li key={index}>
          <p>{wordsOf(change)}</p>
          <Ends change={change} />
        </li>
      ))}
    </ul>
  );
}

function Ends({ change }: { change: Change }) {
  const { changes: texts } = useDeveloperTexts();
  const { from, to } = ends(change);
  if (isSaid(from) && isSaid(to)) return null;
  return (
    <dl className={styles.ends}>
      {!isNothing(from) && <Value name={texts.from} value={from} />}
      <Value name={texts.to} value={to} />
    </dl>
  );
}

/** Whether the sentence says it by itself, as of a place in the sidebar that has nothing of its own. */
const isSaid = (value: unknown): boolean =>
  isNothing(value) ||
  value === true ||
  (typeof value === 'object' && value !== null && Object.values(value).every(isNothing));

/** A line for each member that says something, or the whole where one of them has members itself. */
function Members({ of: value }: { of: object }) {
  const format = useFormat();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return format.list(value);
  }
  const said = Object.entries(value).filter(([, member]) => !isNothing(member));
  if (Array.isArray(value) || said.some(([, member]) => typeof member === 'object')) {
    return <pre>{JSON.stringify(value, null, 2)}</pre>;
  }
  return said.map(([name, member]) => (
    <div key={name}>
      {name}: {textOfValue(member)}
    </div>
  ));
}

function Value({ name, value }: { name: string; value: unknown }) {
  const { changes: texts } = useDeveloperTexts();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {isNothing(value) ? (
          <span className={styles.none}>{texts.nothingSaid}</span>
        ) : typeof value === 'object' ? (
          <Members of={value as object} />
        ) : (
          textOfValue(value)
        )}
      </dd>
    </div>
  );
}
