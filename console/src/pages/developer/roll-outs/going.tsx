import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Banner } from '../../../ui/card.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Figures } from './figures.tsx';
import { HowFar } from './how-far.tsx';
import { HowItStands } from './how-it-stands.tsx';
import styles from './roll-outs.module.css';
import { Stop } from './stop.tsx';
import { TryMigration } from './try-migration.tsx';
import { COHORTS, type RollOut } from './types.ts';
import { useMigrates } from './use-migrates.ts';

interface GoingProps {
  plugin: Plugin;
  rollOut: RollOut;
  lastTry: RollOut | undefined;
}

/** A roll-out that is under way: how far it is, the brake while it moves, and the ways on and back. */
export function Going({ plugin, rollOut, lastTry }: GoingProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const isBack = rollOut.state === 'rolling_back';
  return (
    <div className={styles.parts}>
      {plugin.suspended_at !== null && !isBack && (
        <Banner tone="warning">
          <p>{texts.suspended}</p>
        </Banner>
      )}
      <div className={styles.moving}>
        <HowItStands rollOut={rollOut} />
        {rollOut.state === 'running' && mayChange(plugin) && (
          <Stop plugin={plugin} rollOut={rollOut} />
        )}
      </div>
      <Figures plugin={plugin} rollOut={rollOut} />
      {!isBack && <OnAndBack plugin={plugin} rollOut={rollOut} lastTry={lastTry} />}
    </div>
  );
}

function OnAndBack({ plugin, rollOut, lastTry }: GoingProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { release } = rollOut;
  const path = { id: String(plugin.id), number: String(release) };
  const cohorts = useQuery(read(COHORTS, { path }));
  const migrates = useMigrates(plugin, release);
  if (!mayChange(plugin)) return <p className={styles.about}>{texts.viewers}</p>;
  return (
    <>
      <Loaded query={cohorts} rows={4}>
        {(found) => <HowFar plugin={plugin} release={release} cohorts={found} going={rollOut} />}
      </Loaded>
      {migrates.data && <TryMigration plugin={plugin} release={release} last={lastTry} />}
    </>
  );
}
