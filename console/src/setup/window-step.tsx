import { Failure } from '../parts/failure.tsx';
import { useTexts } from '../texts.tsx';
import { Button, buttonClass } from '../ui/button.tsx';
import { Banner } from '../ui/card.tsx';
import { Status } from '../ui/status.tsx';
import { PluginSays } from './plugin-says.tsx';
import styles from './setup.module.css';
import type { StepProps } from './types.ts';
import { useWindow } from './use-window.ts';

interface WindowStepProps extends StepProps {
  /** Whose the window is. */
  where: string;
  /** Whose words the refusal is in. */
  says: string;
  about: string;
  action: string;
  done: string;
}

/** A step that goes on in a window: the button that opens it, and how it stands. */
export function WindowStep(props: WindowStepProps) {
  const { setup, step, where, says, about, action, done, isAlone, onDone, onSkip } = props;
  const { setup: texts } = useTexts();
  const { state, begin, show } = useWindow(setup, step, onDone);
  const isDone = step.state === 'done';
  return (
    <div className={styles.window}>
      <p>{about}</p>
      {isDone && <Status tone="success">{done}</Status>}
      {step.message !== null && state.kind === 'idle' && (
        <PluginSays plugin={says}>{step.message}</PluginSays>
      )}
      {state.kind === 'failed' && (
        <Failure error={state.error} onRetry={begin}>
          {texts.window.startFailed}
        </Failure>
      )}
      <WindowState state={state} where={where} isDone={isDone} onShow={show} />
      <div className={styles.actions}>
        {isDone && !isAlone && (
          <Button kind="primary" onClick={onSkip}>
            {texts.goOnDone}
          </Button>
        )}
        <Button
          kind={isDone ? 'secondary' : 'primary'}
          isBusy={state.kind === 'starting'}
          onClick={begin}
        >
          {isDone ? texts.window.again : action}
        </Button>
        {!isDone && !step.required && !isAlone && (
          <Button kind="quiet" onClick={onSkip}>
            {texts.skip}
          </Button>
        )}
      </div>
    </div>
  );
}

function WindowState({
  state,
  where,
  isDone,
  onShow,
}: {
  state: ReturnType<typeof useWindow>['state'];
  where: string;
  isDone: boolean;
  onShow: () => void;
}) {
  const { setup: texts } = useTexts();
  const { window: words } = texts;
  return (
    <div role="status">
      {state.kind === 'open' && (
        <Banner
          actions={
            <Button size="small" onClick={onShow}>
              {words.toWindow}
            </Button>
          }
        >
          {words.goesOn(where)}
        </Banner>
      )}
      {state.kind === 'closed' && (
        <Banner tone="warning">{isDone ? words.closedAgain : words.closed}</Banner>
      )}
      {state.kind === 'blocked' && (
        <Banner
          tone="warning"
          actions={
            // With its opener where this is a frame, which hears by it alone.
            <a
              className={buttonClass('primary')}
              href={state.url}
              target="_blank"
              rel={window.top === window ? 'noopener noreferrer' : 'opener'}
            >
              {words.openLink(where)}
            </a>
          }
        >
          {words.blocked}
        </Banner>
      )}
    </div>
  );
}
