import { useFormat, useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfigDiff } from './config-diff.tsx';
import { compareConfigs, configOf } from './config-text.ts';
import styles from './install.module.css';
import { patchOf } from './save-config.ts';

interface ConfigConflictProps {
  /** The answer that the draft was begun from. */
  base: string;
  /** What the server has now. */
  now: string;
  /** What was typed: JSON text of an object. */
  draft: string;
  isBusy: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** Somebody changed the settings while they were being edited: what, and what is to become of it. */
export function ConfigConflict(props: ConfigConflictProps) {
  const { install } = useTexts();
  const format = useFormat();
  const { base, now, draft, isBusy, onSave, onDiscard } = props;
  const theirs = compareConfigs(configOf(base), configOf(now));
  const mine = patchOf(configOf(base).text, draft);
  const both = theirs.map(({ name }) => name).filter((name) => mine.has(name));
  return (
    <div className={styles.conflict} role="alert">
      <h3>{install.conflict.title}</h3>
      <p>{install.conflict.text}</p>
      <ConfigDiff changes={theirs} />
      {both.length > 0 && <p>{install.conflict.both(format.list(both))}</p>}
      <div className={styles.actions}>
        <Button kind="primary" isBusy={isBusy} onClick={onSave}>
          {install.conflict.save}
        </Button>
        <Button onClick={onDiscard}>{install.conflict.discard}</Button>
      </div>
    </div>
  );
}
