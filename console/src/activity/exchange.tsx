import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { Schemas } from '../api/client.ts';
import { readExactly } from '../api/query.ts';
import { childrenOf, isJson, memberOf } from '../parts/json-text.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useTexts } from '../texts.tsx';
import { classes } from '../ui/classes.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import styles from './activity.module.css';
import { plainText } from './attachments/read.ts';
import { AttemptLine } from './attempts.tsx';
import { curlOfAttempt } from './curl.ts';
import { SignatureVerdict } from './signature.tsx';
import type { Attempt, Job } from './types.ts';

interface ExchangeRowProps {
  job: Job;
  attempt: Attempt;
  isOpenAtFirst?: boolean;
}

/** An attempt that opens: what was asked and what was answered, as they went over the wire. */
export function ExchangeRow({ job, attempt, isOpenAtFirst = false }: ExchangeRowProps) {
  const { activity } = useTexts();
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <li className={styles.exchangeRow}>
      <button
        type="button"
        className={styles.exchangeOpener}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <AttemptLine job={job} attempt={attempt} />
        <ChevronRight
          size={16}
          aria-label={activity.wire}
          className={classes(styles.chevron, isOpen && styles.turned)}
        />
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Exchange jobId={job.id} number={attempt.number} />}
      </div>
    </li>
  );
}

function Exchange({ jobId, number }: { jobId: string; number: number }) {
  const path = { id: jobId, number: String(number) };
  const attempt = useQuery(readExactly('/platform/v1/jobs/{id}/attempts/{number}', { path }));
  return (
    <Loaded query={attempt} rows={4}>
      {({ value, text }) => (
        <>
          <div className={styles.exchange}>
            <SentRequest attempt={value} text={text} />
            <Reply attempt={value} text={text} />
          </div>
          <DebugInfo text={text} />
        </>
      )}
    </Loaded>
  );
}

interface SideProps {
  attempt: Attempt & { request: Schemas['SentRequest'] | null };
  /** Of the attempt, as it was written. */
  text: string;
}

function SentRequest({ attempt: { request }, text }: SideProps) {
  const { activity } = useTexts();
  const sent = memberOf(text, 'request') ?? 'null';
  const body = memberOf(sent, 'body') ?? 'null';
  const headers = memberOf(sent, 'headers') ?? '{}';
  const curl = curlOfAttempt(request, text);
  return (
    <section className={styles.side}>
      <h3>{activity.request}</h3>
      {request === null ? (
        <p className={styles.muted}>{activity.noRequest}</p>
      ) : (
        <>
          <p>
            <code>
              {request.method} {request.url}
            </code>
          </p>
          <Headers text={headers} label={activity.requestHeaders} />
          {body === 'null' ? (
            <p className={styles.muted}>{activity.bodyGone}</p>
          ) : (
            <JsonTree text={body} label={activity.requestBody} />
          )}
          <SignatureVerdict request={request} />
          {curl !== undefined && <CopyButton text={curl}>{activity.copyCurl}</CopyButton>}
          <p className={styles.muted}>{request.exact ? activity.exact : activity.notExact}</p>
        </>
      )}
    </section>
  );
}

function Reply({ attempt: { status_code, reply_body, error }, text }: SideProps) {
  const { activity } = useTexts();
  const headers = memberOf(text, 'reply_headers') ?? 'null';
  if (status_code === null) {
    return (
      <section className={styles.side}>
        <h3>{activity.reply}</h3>
        <p className={styles.muted}>{activity.noReply}</p>
        {error !== null && <code className={styles.error}>{error}</code>}
      </section>
    );
  }
  return (
    <section className={styles.side}>
      <h3>{activity.reply}</h3>
      <p>
        <code>{status_code}</code>
      </p>
      {headers !== 'null' && <Headers text={headers} label={activity.replyHeaders} />}
      {reply_body === null || reply_body === '' ? (
        <p className={styles.muted}>{activity.emptyBody}</p>
      ) : (
        <JsonTree text={reply_body} label={activity.replyBody} />
      )}
      {reply_body !== null && isCut(reply_body) && (
        <p className={styles.muted}>{activity.cutBody}</p>
      )}
    </section>
  );
}

/** Of a reply no more is kept than this. */
const KEPT_CHARS = 16_000;
const isCut = (body: string): boolean => body.length >= KEPT_CHARS && !isJson(body);

function Headers({ text, label }: { text: string; label: string }) {
  return (
    <table className={styles.headers} aria-label={label}>
      <tbody>
        {childrenOf(text).map(({ key, text: value }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{plainText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DebugInfo({ text }: { text: string }) {
  const { activity } = useTexts();
  const info = memberOf(text, 'debug_info') ?? 'null';
  if (info === 'null') return null;
  return (
    <section className={styles.side}>
      <h3>{activity.debugInfo}</h3>
      <JsonTree text={info} label={activity.debugInfo} />
    </section>
  );
}
