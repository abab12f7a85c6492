import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';
import { useWords } from '../../../parts/failure.tsx';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './rehearsals.module.css';
import { useResultWords } from './result.tsx';
import { isRunning, REHEARSAL, REHEARSALS, REHEARSED, type Rehearsal } from './types.ts';

interface ProgressProps {
  plugin: Plugin;
  rehearsal: Rehearsal;
}

/** How far a rehearsal is, with the way to end it; or what came of it. */
export function Progress({ plugin, rehearsal }: ProgressProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const wordsOf = useResultWords();
  const { total, rehearsed } = rehearsal;
  const runs = isRunning(rehearsal);
  return (
    <Banner
      tone={toneOf(rehearsal)}
      actions={runs && mayChange(plugin) && <End rehearsal={rehearsal} />}
    >
      <p>
        <strong>{wordsOf(rehearsal)}</strong>
      </p>
      {runs ? (
        <p className={styles.runs}>
          <progress
            className={styles.progress}
            aria-label={texts.progress}
            value={rehearsed}
            max={Math.max(1, total)}
          />
          <span>{plugin.suspended_at === null ? texts.leave : texts.waits}</span>
        </p>
      ) : (
        <Took rehearsal={rehearsal} />
      )}
      <p role="status" className="visually-hidden">
        {runs ? '' : wordsOf(rehearsal)}
      </p>
    </Banner>
  );
}

function toneOf(rehearsal: Rehearsal): 'info' | 'warning' | 'success' {
  if (isRunning(rehearsal) || rehearsal.total === 0) return 'info';
  if (rehearsal.different > 0) return 'warning';
  return rehearsal.state === 'done' ? 'success' : 'info';
}

function Took({ rehearsal: { created_at, finished_at } }: { rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  if (finished_at === null) return null;
  const took = Date.parse(finished_at) - Date.parse(created_at);
  return <p className={styles.muted}>{texts.took(format.duration(Math.max(0, took)))}</p>;
}

function End({ rehearsal: { id } }: { rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const end = useMutation({
    mutationFn: () =>
      api.DELETE('/platform/v1/rehearsals/{id}', { params: { path: { id: String(id) } } }),
    onSettled: () => readAgain(REHEARSAL, REHEARSALS, REHEARSED),
  });
  const words = useWords(end.error);
  return (
    <>
      <Button isBusy={end.isPending} onClick={() => end.mutate()}>
        {texts.end}
      </Button>
      {words !== undefined && <p role="alert">{words}</p>}
    </>
  );
}
