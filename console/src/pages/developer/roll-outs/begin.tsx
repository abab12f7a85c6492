import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToRollOut } from './ask.ts';
import { useAsking } from './asking.tsx';
import { Figures } from './figures.tsx';
import { HowFar } from './how-far.tsx';
import styles from './roll-outs.module.css';
import { TryMigration } from './try-migration.tsx';
import { COHORTS, type RollOut } from './types.ts';
import { useMigrates } from './use-migrates.ts';

interface BeginProps {
  plugin: Plugin;
  release: number;
  /** What installs are on. */
  current: number;
  /** The newest roll-out of the release, which is over. */
  last: RollOut | undefined;
  lastTry: RollOut | undefined;
}

/** Of its shape while it is loaded. */
const ROWS = 6;

/** A release that could come to its first installs. */
export function Begin({ plugin, release, current, last, lastTry }: BeginProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  const path = { id: String(plugin.id), number: String(release) };
  const cohorts = useQuery({ ...read(COHORTS, { path }), placeholderData: undefined });
  const migrates = useMigrates(plugin, release);
  return (
    <Loaded query={migrates} rows={ROWS}>
      {(isMigrated) => (
        <Loaded query={cohorts} rows={ROWS}>
          {(found) =>
            found.installs === 0 ? (
              <NobodyHasIt plugin={plugin} release={release} />
            ) : (
              <div className={styles.parts}>
                {last && <WentBack plugin={plugin} last={last} />}
                <p className={styles.about}>
                  {texts.begin(format.number(found.installs), current)}
                </p>
                {isMigrated && <TryMigration plugin={plugin} release={release} last={lastTry} />}
                {mayChange(plugin) ? (
                  <HowFar plugin={plugin} release={release} cohorts={found} going={undefined} />
                ) : (
                  <p className={styles.about}>{texts.viewers}</p>
                )}
              </div>
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function WentBack({ plugin, last }: { plugin: Plugin; last: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  return (
    <div className={styles.stands}>
      <p>{texts.lastTime(last.release)}</p>
      <Figures plugin={plugin} rollOut={last} />
    </div>
  );
}

/** There is nobody to begin with. */
function NobodyHasIt({ plugin, release }: Pick<BeginProps, 'plugin' | 'release'>) {
  const { rollOuts: texts } = useDeveloperTexts();
  const doing = useDoing();
  const asking = useAsking();
  const give = () => doing.run(() => asking(() => askToRollOut(plugin, release, { percent: 100 })));
  return (
    <div className={styles.parts}>
      <p className={styles.about}>{texts.nobody}</p>
      {doing.error !== undefined && <Failure error={doing.error}>{texts.notDone}</Failure>}
      {mayChange(plugin) ? (
        <div className={styles.actions}>
          <Button kind="primary" isBusy={doing.isBusy} onClick={give}>
            {texts.giveToAll}
          </Button>
        </div>
      ) : (
        <p className={styles.about}>{texts.viewers}</p>
      )}
    </div>
  );
}
