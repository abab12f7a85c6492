import { jobWord } from '../../../activity/words.ts';
import { useTexts } from '../../../texts.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './rehearsals.module.css';
import type { RehearsedJob } from './types.ts';

/** What came of an event when it happened. */
export function VerdictThen({ job: { before } }: { job: RehearsedJob }) {
  const { status } = useTexts();
  const { rehearsals: texts } = useDeveloperTexts();
  if (before.status === null) return <Status tone="outline">{texts.notTold}</Status>;
  const word = jobWord(before.status, 0);
  return (
    <>
      <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>
      <Message text={before.message} />
    </>
  );
}

/** What the release makes of it: a verdict, or why it is not told. */
export function VerdictNow({ job: { after } }: { job: RehearsedJob }) {
  const { status } = useTexts();
  const { rehearsals: texts } = useDeveloperTexts();
  const { decision } = after;
  if (decision === null) return <Status tone="neutral">{texts.notYet}</Status>;
  if (after.status === null) {
    const words: Record<string, string> = {
      ...status.decision,
      event_gone: texts.eventGone,
      migration_failed: texts.migrationFailed,
    };
    return <Status tone="outline">{words[decision] ?? decision}</Status>;
  }
  if (after.status === 'retried') {
    return (
      <>
        <Status tone="warning">{texts.retried}</Status>
        <Message text={after.error ?? after.message ?? codeOf(after.status_code)} />
      </>
    );
  }
  return (
    <>
      <Status tone={TONES[after.status] ?? 'neutral'}>
        {status.job[jobWord(after.status, 0)]}
      </Status>
      <Message text={after.message ?? after.error} />
    </>
  );
}

const codeOf = (code: number | null): string | null => (code === null ? null : String(code));

function Message({ text }: { text: string | null }) {
  if (text === null || text === '') return null;
  return <p className={styles.message}>{text}</p>;
}
