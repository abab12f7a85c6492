import { useDoing } from '../../../parts/use-doing.ts';
import { Button } from '../../../ui/button.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToStop } from './ask.ts';
import { useAsking } from './asking.tsx';
import styles from './roll-outs.module.css';
import type { RollOut } from './types.ts';

/** The brake: asks nothing first. */
export function Stop({ plugin, rollOut }: { plugin: Plugin; rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const doing = useDoing();
  const asking = useAsking();
  return (
    <div className={styles.stop}>
      <Button
        kind="danger"
        isBusy={doing.isBusy}
        onClick={() => doing.run(() => asking(() => askToStop(plugin, rollOut.id)))}
      >
        {rollOut.dry_run ? texts.stopTry : texts.stop}
      </Button>
      {doing.words !== undefined && <p role="alert">{doing.words}</p>}
    </div>
  );
}
