import { useState } from 'react';
import { Failure } from '../../../parts/failure.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToRollOut } from './ask.ts';
import { useAsking } from './asking.tsx';
import { ChooseInstalls } from './choose-installs.tsx';
import { GoBack } from './go-back.tsx';
import { firstStop, moreAt, stopsOf } from './reach.ts';
import styles from './roll-outs.module.css';
import { Slider } from './slider.tsx';
import type { Cohorts, RollOut } from './types.ts';

interface HowFarProps {
  plugin: Plugin;
  release: number;
  cohorts: Cohorts;
  /** The roll-out that is under way. */
  going: RollOut | undefined;
}

/** How far a release is to come, in installs, and the ways on and back. */
export function HowFar({ plugin, release, cohorts, going }: HowFarProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const doing = useDoing();
  const asking = useAsking();
  const [chosen, setChosen] = useState<number>();
  const least = going?.percent ?? 0;
  // Where it is, once it has begun: a second click on the button must not be a further step.
  const percent = Math.max(chosen ?? (least || firstStop(cohorts)), least);
  const words = useWords(cohorts, percent);
  const isFurther = percent > least;
  const rollOut = (body: { percent?: number }) =>
    doing.run(() => asking(() => askToRollOut(plugin, release, body)));
  return (
    <div className={styles.howFar}>
      <Slider
        label={texts.howFar}
        stops={stopsOf(least)}
        value={percent}
        least={least}
        words={words}
        onChange={setChosen}
      />
      <div className={styles.words}>
        <p className={styles.means}>{words}</p>
        <p className={styles.hint}>{percent === 100 ? texts.everybody : texts.shared}</p>
      </div>
      {doing.error !== undefined && <Failure error={doing.error}>{texts.notDone}</Failure>}
      <div className={styles.actions}>
        {going !== undefined && (
          <GoOn going={going} isBusy={doing.isBusy} onGoOn={() => rollOut({})} />
        )}
        <Button
          kind={going?.state === 'stopped' && !isFurther ? 'secondary' : 'primary'}
          isBusy={doing.isBusy}
          disabled={!isFurther}
          onClick={() => rollOut({ percent })}
        >
          {texts.rollOut(percent)}
        </Button>
        <ChooseInstalls plugin={plugin} release={release} />
        {going !== undefined && <GoBack plugin={plugin} from={release} to={going.from_release} />}
      </div>
    </div>
  );
}

interface GoOnProps {
  going: RollOut;
  isBusy: boolean;
  onGoOn: () => void;
}

/** Goes on as it was: after it was stopped, or for those that failed. */
function GoOn({ going: { state, percent, counts }, isBusy, onGoOn }: GoOnProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  if (state === 'stopped') {
    return (
      <Button kind="primary" isBusy={isBusy} onClick={onGoOn}>
        {texts.goOn(percent)}
      </Button>
    );
  }
  if (state !== 'waiting' || counts.failed === 0) return null;
  return (
    <Button isBusy={isBusy} onClick={onGoOn}>
      {texts.tryFailed(format.number(counts.failed))}
    </Button>
  );
}

function useWords(cohorts: Cohorts, percent: number): string {
  const { rollOuts: texts } = useDeveloperTexts();
  const { number } = useFormat();
  const more = moreAt(cohorts, percent);
  const reached = texts.reaches(
    percent,
    number(cohorts.on_release + more),
    number(cohorts.installs),
  );
  return `${reached}, ${more === 0 ? texts.noMore : texts.more(number(more))}`;
}
