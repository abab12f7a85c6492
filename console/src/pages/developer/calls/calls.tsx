import { useInfiniteQuery } from '@tanstack/react-query';
import { type Item, readPages } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { Status, type StatusTone } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import rows from '../deliveries/deliveries.module.css';
import { usePlugin } from '../plugin/use-plugin.ts';
import { useDeveloperTexts } from '../texts.ts';

const CALLS = '/platform/v1/route_calls';
type Call = Item<typeof CALLS>;

const TONES = {
  answered: 'success',
  refused: 'outline',
  failed: 'danger',
} as const satisfies Record<Call['outcome'], StatusTone>;

/** The stream tells of what a call led to, and of none that was refused. */
const LOOK_MS = 30_000;

/** What the plugin was asked while somebody set it up, the newest first. */
export function CallsTab() {
  const { deliveries } = useDeveloperTexts();
  const { calls: texts } = deliveries;
  const { id } = usePlugin();
  const query = useInfiniteQuery({
    ...readPages(CALLS, { query: { plugin_id: id, limit: 50 } }),
    refetchInterval: LOOK_MS,
  });
  return (
    <Card title={texts.title} isFlush>
      <Paged query={query} empty={<Empty title={texts.empty}>{texts.emptyText}</Empty>}>
        {(calls) => (
          <ul>
            {calls.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

function CallRow({ call }: { call: Call }) {
  const { deliveries } = useDeveloperTexts();
  const { activity } = useTexts();
  const format = useFormat();
  const { calls: texts } = deliveries;
  const { kind, outcome, status, stage, message, step, field, created_at } = call;
  const readAs: Record<string, (code: number, isLast: boolean) => string> = activity.readAs;
  const duration = format.duration(call.duration_ms);
  const how = status === null ? texts.after(duration) : texts.status(status, duration);
  // No call of the set-up is made again by itself.
  const wrong = stage === null ? undefined : readAs[stage]?.(status ?? 0, true);
  return (
    <li className={rows.row}>
      <span className={rows.state}>
        <Status tone={TONES[outcome]}>{texts.outcome[outcome]}</Status>
      </span>
      <div className={rows.what}>
        <strong className={rows.kind}>{texts.kind[kind]}</strong>
        {step !== null && (
          <span>{field === null ? texts.step(step + 1) : texts.field(step + 1, field + 1)}</span>
        )}
        <p className={rows.detail}>{[how, wrong, message].filter(Boolean).join(' · ')}</p>
      </div>
      <span className={rows.place}>{deliveries.install(call.install_id)}</span>
      <span className={rows.time}>
        <Time at={created_at} />
      </span>
    </li>
  );
}
