import { Failure } from '../../../parts/failure.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { paths } from '../../../paths.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Time } from '../../../ui/time.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToRollOut } from './ask.ts';
import { useAsking } from './asking.tsx';
import { Figures } from './figures.tsx';
import { HowItStands } from './how-it-stands.tsx';
import styles from './roll-outs.module.css';
import { Stop } from './stop.tsx';
import { isMoving, type RollOut } from './types.ts';

interface TryProps {
  plugin: Plugin;
  release: number;
  /** The newest time that it was tried. */
  last: RollOut | undefined;
}

/** Asks a plugin what it would make of the settings of its installs, and says what it answered. */
export function TryMigration({ plugin, release, last }: TryProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const doing = useDoing();
  const asking = useAsking();
  const isTrying = last !== undefined && isMoving(last);
  const tryIt = () =>
    doing.run(() => asking(() => askToRollOut(plugin, release, { dry_run: true })));
  return (
    <section className={styles.part}>
      <h3>{texts.migration}</h3>
      <p className={styles.about}>{texts.migrationText}</p>
      {last && (
        <>
          <HowItStands rollOut={last} />
          <Figures plugin={plugin} rollOut={last} />
        </>
      )}
      {doing.error !== undefined && <Failure error={doing.error}>{texts.notDone}</Failure>}
      <div className={styles.actions}>
        {mayChange(plugin) &&
          (isTrying ? (
            <Stop plugin={plugin} rollOut={last} />
          ) : (
            <Button isBusy={doing.isBusy} onClick={tryIt}>
              {last === undefined ? texts.try : texts.tryAgain}
            </Button>
          ))}
        {last && (
          <PageLink className={buttonClass('quiet')} to={paths.rollOut(plugin.slug, last.id)}>
            {texts.report}
          </PageLink>
        )}
        {last && !isTrying && (
          <span className={styles.hint}>
            {texts.lastTry} <Time at={last.finished_at ?? last.created_at} />
          </span>
        )}
      </div>
    </section>
  );
}
