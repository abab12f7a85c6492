import { GoOn } from '../../../activity/go-on.tsx';
import { Outcome } from '../../../activity/outcomes.tsx';
import type { ActivityEvent } from '../../../activity/types.ts';
import { queries, readExactly } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { memberOf } from '../../../parts/json-text.ts';
import { useDoing } from '../../../parts/use-doing.ts';
import { useEventTitleOf } from '../../../parts/vocabulary.ts';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { useDeveloperTexts } from '../texts.ts';
import { sendSample } from './send-sample.ts';
import styles from './try-out.module.css';
import { mayTry, type Tried } from './types.ts';
import type { Told } from './use-told.ts';

interface EarlierProps extends Tried {
  told: Told;
  shownId: string | undefined;
  onShow: (eventId: string) => void;
  onSent: (eventId: string) => void;
}

/** All that the install was told: each can be looked at, and what was a sample sent again. */
export function Earlier({ told, shownId, onShow, onSent, ...tried }: EarlierProps) {
  const { tryOut: texts } = useDeveloperTexts();
  if (told.rows.length === 0) return null;
  return (
    <Card title={texts.earlier} isFlush>
      <ul>
        {told.rows.map((event) => (
          <EarlierRow
            key={event.id}
            {...tried}
            event={event}
            isShown={event.id === shownId}
            onShow={onShow}
            onSent={onSent}
          />
        ))}
      </ul>
      {told.older.isError && (
        <Failure error={told.older.error} onRetry={() => told.older.refetch()} />
      )}
      {told.canGoOn && !told.older.isError && (
        <GoOn onGoOn={told.goOn} isBusy={told.isGoingOn} count={told.rows.length} />
      )}
    </Card>
  );
}

interface RowProps extends Tried {
  event: ActivityEvent;
  isShown: boolean;
  onShow: (eventId: string) => void;
  onSent: (eventId: string) => void;
}

function EarlierRow({ plugin, install, event, isShown, onShow, onSent }: RowProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const format = useFormat();
  const { title, isLifecycle } = useEventTitleOf()(event);
  const at = Date.parse(event.occurred_at);
  const [decision] = event.decisions;
  return (
    <li className={classes(styles.row, isShown && styles.shown)}>
      <time dateTime={event.occurred_at} title={format.exact(at)} className={styles.time}>
        {format.clock(at)}
      </time>
      <button
        type="button"
        className={styles.opener}
        aria-current={isShown}
        onClick={() => onShow(event.id)}
      >
        <span>{title}</span>
        {event.identifier !== null && <code className={styles.identifier}>{event.identifier}</code>}
      </button>
      <span className={styles.outcome}>{decision && <Outcome decision={decision} />}</span>
      <span className={styles.again}>
        {!isLifecycle && mayTry(plugin) && (
          <SendAgain
            installId={install.id}
            event={event}
            label={texts.sendAgainOf(title, format.clock(at))}
            onSent={onSent}
          />
        )}
      </span>
    </li>
  );
}

interface SendAgainProps {
  installId: number;
  event: ActivityEvent;
  label: string;
  onSent: (eventId: string) => void;
}

/** The same once more, as another event. */
function SendAgain({ installId, event, label, onSent }: SendAgainProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const doing = useDoing();
  const { id, name, identifier } = event;
  const send = () =>
    doing.run(async () => {
      const { queryKey, queryFn } = readExactly('/platform/v1/events/{id}', { path: { id } });
      const { text } = await queries.fetchQuery({ queryKey, queryFn });
      const payload = memberOf(text, 'payload') ?? 'null';
      const sent = await sendSample(installId, { name, identifier, payload });
      onSent(sent.event.id);
    });
  return (
    <>
      <Button size="small" isBusy={doing.isBusy} aria-label={label} onClick={send}>
        {texts.sendAgain}
      </Button>
      {doing.words !== undefined && <span role="alert">{doing.words}</span>}
    </>
  );
}
