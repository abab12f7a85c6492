import { useFormat } from '../../../texts.tsx';
import { Status } from '../../../ui/status.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './roll-outs.module.css';
import { isMoving, ROLL_OUT_TONES, type RollOut } from './types.ts';

/** How a roll-out stands, in a word. */
export function RollOutState({ rollOut: { state, dry_run } }: { rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const words = dry_run ? texts.dryState : texts.state;
  return <Status tone={ROLL_OUT_TONES[state]}>{words[state]}</Status>;
}

/** The same in a sentence, and while it moves how far it is. */
export function HowItStands({ rollOut }: { rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const sentence = useSentence(rollOut);
  const { installs } = rollOut.counts;
  return (
    <div className={styles.stands}>
      <p role="status">{sentence}</p>
      {isMoving(rollOut) && (
        <progress
          className={styles.progress}
          aria-label={texts.progress}
          value={comeOf(rollOut)}
          max={Math.max(1, installs)}
        />
      )}
    </div>
  );
}

function useSentence(rollOut: RollOut): string {
  const { rollOuts: texts } = useDeveloperTexts();
  const { number } = useFormat();
  const { state, counts, release, from_release, dry_run } = rollOut;
  const come = number(comeOf(rollOut));
  if (!dry_run) {
    const isBack = state === 'rolling_back' || state === 'rolled_back';
    return texts.says[state](come, number(counts.installs), isBack ? from_release : release);
  }
  if (state === 'running') return texts.tries.running(come, number(counts.installs));
  return texts.tries[state === 'stopped' ? 'stopped' : 'done'](come);
}

/** Installs that are where it leads; of a dry run, those that were asked about. */
function comeOf({ state, counts, dry_run }: RollOut): number {
  const { moved, failed, rolled_back, kept_config } = counts;
  if (dry_run) return moved + failed;
  return state === 'rolling_back' || state === 'rolled_back' ? rolled_back + kept_config : moved;
}
