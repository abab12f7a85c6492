import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../api/client.ts';
import { read, readAgain } from '../api/query.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Failure } from '../parts/failure.tsx';
import { useViolationWords } from '../parts/violation-words.ts';
import { Button } from '../ui/button.tsx';
import styles from './builder.module.css';
import { useBuilder } from './context.ts';
import { goTo } from './go-to.ts';
import { useInWords } from './in-words.ts';
import { useBuilderTexts } from './texts.ts';
import type { useSave } from './use-save.ts';

const SUBMIT = '/platform/v1/plugins/{id}/releases/{number}/submit';

interface BarProps {
  plugin: Schemas['PluginWithRole'];
  /** Number of the release that was read. */
  release: number;
  isChanged: boolean;
  saving: ReturnType<typeof useSave>;
  /** Back to the form, where the fields are. */
  onShowField: (go: () => void) => void;
}

/** At the bottom: what the draft changes, or what is wrong with it, and the ways on. */
export function Bar({ plugin, release, isChanged, saving, onShowField }: BarProps) {
  const texts = useBuilderTexts();
  const { draft, isReadOnly } = useBuilder();
  const [said, setSaid] = useState('');
  const [isAsking, setAsking] = useState(false);
  const path = { id: String(plugin.id), number: String(release) };
  const state = useQuery(read('/platform/v1/plugins/{id}/releases/{number}', { path })).data?.state;
  // Whoever has no part in the plugin publishes with what they write.
  const isPublishing = plugin.role === null;
  const save = async () => {
    setSaid('');
    const mistyped = draft.wrong.find(({ isTyped }) => isTyped);
    if (mistyped !== undefined) {
      onShowField(() => goTo(mistyped.pointer));
      return undefined;
    }
    const saved = await saving.save(draft.manifest);
    if (saved !== undefined) setSaid(isPublishing ? texts.published(saved) : texts.saved(saved));
    return saved;
  };
  const submit = async () => {
    const number = isChanged ? await save() : release;
    if (number === undefined) return;
    const params = { path: { id: path.id, number: String(number) } };
    await saving.doing.run(async () => {
      await api.POST(SUBMIT, { params, body: { roll_out: 'at_once' } });
      setSaid(texts.submitted(number));
      await readAgain(
        '/platform/v1/plugins/{id}/releases/{number}',
        '/platform/v1/plugins/{id}/releases',
        '/platform/v1/plugins/{id}',
      );
    });
  };
  return (
    <div className={styles.bar}>
      {draft.wrong.length > 0 && <Wrongs onShowField={onShowField} />}
      {saving.doing.error !== undefined && (
        <Failure error={saving.doing.error}>{texts.failed}</Failure>
      )}
      <div className={styles.barRow}>
        <div className={styles.barText}>
          <p>
            {isChanged ? (
              texts.unsaved
            ) : (
              <Standing plugin={plugin} release={release} state={state} />
            )}
          </p>
          <p role="status" className={styles.about}>
            {said}
          </p>
        </div>
        {!isReadOnly && (
          <div className={styles.barActions}>
            <Button
              kind={isPublishing ? 'primary' : 'secondary'}
              isBusy={saving.doing.isBusy}
              disabled={!isChanged}
              onClick={() => (isPublishing ? setAsking(true) : save())}
            >
              {isPublishing ? texts.publish : texts.save}
            </Button>
            {!isPublishing && (
              <Button
                kind="primary"
                isBusy={saving.doing.isBusy}
                disabled={!isChanged && state !== 'draft'}
                onClick={submit}
              >
                {texts.submit}
              </Button>
            )}
          </div>
        )}
      </div>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.publishTitle}
        action={texts.publish}
        kind="primary"
        onConfirm={save}
      >
        <p>{texts.publishText}</p>
      </Confirm>
    </div>
  );
}

/** What is wrong, each a way to its field. */
function Wrongs({ onShowField }: Pick<BarProps, 'onShowField'>) {
  const texts = useBuilderTexts();
  const { draft } = useBuilder();
  const inWords = useInWords();
  const wordsOf = useViolationWords();
  return (
    <div className={styles.wrongs} role="alert">
      <strong>{texts.wrong(draft.wrong.length)}</strong>
      <ul>
        {draft.wrong.map((wrong) => (
          <li key={`${wrong.pointer} ${wrong.message}`}>
            <a
              href={`#${wrong.pointer}`}
              onClick={(event) => {
                event.preventDefault();
                onShowField(() => goTo(wrong.pointer));
              }}
            >
              {inWords(draft.manifest, wrong.pointer)}
            </a>{' '}
            {wordsOf(wrong)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StandingProps extends Pick<BarProps, 'plugin' | 'release'> {
  state: Schemas['ReleaseSummary']['state'] | undefined;
}

/** How what is saved differs from what installs run, and whom it touches. */
function Standing({ plugin, release, state }: StandingProps) {
  const texts = useBuilderTexts();
  const { id, current_release: current } = plugin;
  const path = { id: String(id), number: String(release) };
  const isAhead = current !== null && current !== release;
  const params = { path, query: { ...(isAhead && { from: current }) } };
  const diff = useQuery({
    ...read('/platform/v1/plugins/{id}/releases/{number}/diff', params),
    enabled: isAhead,
  });
  if (state === undefined) return null;
  if (current === null) return texts.standing[state](release);
  if (!isAhead) return texts.runs(release);
  if (diff.data === undefined) return texts.standing[state](release);
  const { changes, touches } = diff.data;
  return texts.since({ changes: changes.length, release: current, installs: touches.installs });
}
