import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { readAgain } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useUnsaved } from '../../../parts/use-unsaved.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox, TextArea } from '../../../ui/field.tsx';
import { useOperatorTexts } from '../texts.ts';
import styles from './review.module.css';

const MAX_MESSAGE = 2000;

type Word = Schemas['Review']['verdict'];

interface VerdictProps {
  plugin: Schemas['PluginWithRole'];
  release: Schemas['Release'];
}

/** Yes or no to the very release that was looked at, with a message to its developer; then the next that waits. */
export function Verdict({ plugin, release }: VerdictProps) {
  const { review: texts } = useOperatorTexts();
  const { common } = useTexts();
  const { number, roll_out } = release;
  const isFirst = plugin.current_release === null;
  const navigate = useNavigate();
  const doing = useDoing();
  const [message, setMessage] = useState('');
  const [isUnlisted, setUnlisted] = useState(plugin.status === 'approved_unlisted');
  const [isTried, setTried] = useState(false);
  const [word, setWord] = useState<Word>();
  const said = message.trim();
  const isWrong = isTried && said === '';
  const isLate = doing.error instanceof ApiError && doing.error.status === 409;
  useUnsaved(said !== '' && word === undefined);
  const decide = async (verdict: Word) => {
    setTried(true);
    if (said === '') return;
    setWord(verdict);
    const isDone = await doing.run(async () => {
      await api.POST('/platform/v1/plugins/{id}/releases/{number}/review', {
        params: { path: { id: String(plugin.id), number: String(number) } },
        body: {
          verdict,
          message: said,
          ...(verdict === 'approve' && { unlisted: isUnlisted }),
        },
      });
    });
    if (!isDone) return setWord(undefined);
    const next = await nextInQueue();
    await navigate({ to: next, replace: true } as never);
    await readAgain(
      '/platform/v1/releases',
      '/platform/v1/plugins',
      '/platform/v1/plugins/{id}',
      '/platform/v1/plugins/{id}/releases',
      '/platform/v1/plugins/{id}/releases/{number}',
    );
  };
  return (
    <Card title={texts.verdict}>
      <div className={styles.verdict}>
        <TextArea
          label={texts.message}
          hint={texts.messageHint}
          value={message}
          maxLength={MAX_MESSAGE}
          error={isWrong ? texts.messageMissing : undefined}
          onChange={({ target }) => setMessage(target.value)}
        />
        <Checkbox
          label={texts.unlisted}
          hint={texts.unlistedHint}
          isChecked={isUnlisted}
          onChange={setUnlisted}
        />
        {doing.error !== undefined && (
          <Failure error={doing.error}>{isLate ? texts.changed : common.notSaved}</Failure>
        )}
        <p>{isFirst ? texts.approvingFirst : texts.approving[roll_out]}</p>
        <div className={styles.ways}>
          <Button
            kind="primary"
            isBusy={word === 'approve'}
            disabled={word !== undefined}
            onClick={() => decide('approve')}
          >
            {texts.approve(number)}
          </Button>
          <Button
            isBusy={word === 'reject'}
            disabled={word !== undefined}
            onClick={() => decide('reject')}
          >
            {texts.refuse(number)}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** Where the next one is that waits; the queue where there is none, or where it does not answer. */
async function nextInQueue(): Promise<string> {
  const query = { state: 'in_review' as const, limit: 1 };
  const { data } = await api
    .GET('/platform/v1/releases', { params: { query } })
    .catch(() => ({ data: undefined }));
  const next = data?.data[0];
  return next === undefined ? paths.reviewQueue() : paths.review(next.plugin.id, next.number);
}
