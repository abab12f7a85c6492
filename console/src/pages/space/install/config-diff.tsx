import { prettyJson } from '../../../parts/json-format.ts';
import { useTexts } from '../../../texts.tsx';
import styles from './config-diff.module.css';
import type { MemberChange } from './config-text.ts';

/** What differs between two configs, a member under the other; before and after beside each other where there is room. */
export function ConfigDiff({ changes }: { changes: readonly MemberChange[] }) {
  const { install } = useTexts();
  if (changes.length === 0) return <p className={styles.same}>{install.diff.same}</p>;
  return (
    <ul className={styles.diff}>
      {changes.map((change) => (
        <li key={change.name}>
          <h3 className={styles.name}>
            <code>{change.name}</code> <span>{install.diff[change.kind]}</span>
          </h3>
          <div className={styles.sides}>
            <Side change={change} side="before" />
            <Side change={change} side="after" />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Side({ change, side }: { change: MemberChange; side: 'before' | 'after' }) {
  const { install } = useTexts();
  const isGone = change.kind === (side === 'before' ? 'added' : 'removed');
  if (isGone) return <span className={styles.gone} />;
  const value = change[side];
  const shown = value === undefined ? install.diff.hidden : prettyJson(value);
  return (
    <pre className={side === 'before' ? styles.removed : styles.added}>
      <span className="visually-hidden">{install.diff[side]} </span>
      <span className={styles.sign} aria-hidden="true">
        {side === 'before' ? '−' : '+'}
      </span>
      <span>{shown}</span>
    </pre>
  );
}
