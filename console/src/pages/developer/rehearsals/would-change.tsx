import { childrenOf, memberOf } from '../../../parts/json-text.ts';
import { JsonTree } from '../../../parts/json-tree.tsx';
import { useFormat } from '../../../texts.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Part } from './part.tsx';
import styles from './rehearsals.module.css';

/** What a reply asked for and was not done: members of the settings, and commands for the storage. `effects` is as it was written. */
export function WouldChange({ effects }: { effects: string }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  const members = childrenOf(memberOf(effects, 'config') ?? '{}').map(({ key }) => String(key));
  const storage = memberOf(effects, 'storage') ?? '[]';
  const commands = childrenOf(storage).length;
  if (members.length + commands === 0) return null;
  return (
    <Part title={texts.wouldChange}>
      {members.length > 0 && (
        <p>
          {texts.config(format.list(members))}{' '}
          <span className={styles.muted}>{texts.configValues}</span>
        </p>
      )}
      {commands > 0 && (
        <>
          <p>{texts.storage(commands)}</p>
          <JsonTree text={storage} label={texts.commands} />
        </>
      )}
    </Part>
  );
}
