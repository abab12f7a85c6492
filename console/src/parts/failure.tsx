import type { ReactNode } from 'react';
import { ApiError, NO_ANSWER, NOT_OURS, SIGNED_OUT } from '../api/errors.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './failure.module.css';
import { useView } from './view.ts';
import { useViolationWords } from './violation-words.ts';

interface FailureProps {
  error: Error;
  onRetry?: () => void;
  /** What it means here, before why; by default that it could not be loaded. */
  children?: ReactNode;
}

/** In place of what could not be loaded or done: why, the request's id, and a way to try again. */
export function Failure({ error, onRetry, children }: FailureProps) {
  const { common } = useTexts();
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div className={styles.failure} role="alert">
      <p>
        <strong>{children || `${common.failedTitle}.`}</strong> {useWords(error)}
      </p>
      {requestId !== null && (
        <p className={styles.request}>
          <code>{common.failedRequest(requestId)}</code>
        </p>
      )}
      <SignIn error={error} />
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {common.tryAgain}
        </Button>
      )}
    </div>
  );
}

/** For who is not signed in any more: a way back in that leaves the page as it is. */
function SignIn({ error }: { error: Error }) {
  const { common } = useTexts();
  const view = useView();
  if (view !== undefined || !(error instanceof ApiError) || error.code !== SIGNED_OUT) return null;
  return (
    <p>
      <a href={paths.signIn('/')} target="_blank" rel="noreferrer">
        {common.signInBeside}
      </a>
    </p>
  );
}

/** What was wrong, in words, for beside a form or a button. */
export function useWords(error: Error | null | undefined): string | undefined {
  const { common } = useTexts();
  const view = useView();
  const wordsOf = useViolationWords();
  if (!(error instanceof ApiError)) return error?.message;
  if (error.code === NO_ANSWER) return common.offline;
  if (error.code === NOT_OURS) return common.notOurs(error.status);
  if (error.code === SIGNED_OUT)
    return view === undefined ? common.signedOutHere : common.signedOut;
  const [wrong] = error.violations;
  return wrong?.keyword === undefined ? error.message : `${wrong.pointer} ${wordsOf(wrong)}`;
}
