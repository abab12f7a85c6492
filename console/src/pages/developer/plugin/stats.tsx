import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormat } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { LineChart } from '../../../ui/line-chart.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugin.module.css';

type Stats = Schemas['Stats'];

/** How far back, in milliseconds, and how long a step is, in seconds. */
const TIMES = {
  day: { back: 24 * 3_600_000, step: 3600 },
  week: { back: 7 * 24 * 3_600_000, step: 6 * 3600 },
} as const;

/** They are written every few seconds; nothing tells of it. */
const LOOK_MS = 30_000;

/** How many requests were made to a plugin, how they went, and how long they took. */
export function Stats({ plugin: { id } }: { plugin: Plugin }) {
  const { stats: texts } = useDeveloperTexts();
  const [time, setTime] = useState<keyof typeof TIMES>('day');
  const since = useMemo(() => beginOf(time), [time]);
  const query = useQuery({
    ...read('/platform/v1/plugins/{id}/stats', {
      path: { id: String(id) },
      query: { since, step: TIMES[time].step },
    }),
    refetchInterval: LOOK_MS,
  });
  return (
    <Card title={texts.title}>
      <div className={styles.stats}>
        <SelectField
          label={texts.time}
          value={time}
          options={[
            { value: 'day', label: texts.day },
            { value: 'week', label: texts.week },
          ]}
          onChange={({ target }) => setTime(target.value === 'week' ? 'week' : 'day')}
        />
        <Loaded query={query} rows={5}>
          {(stats) => <Charts stats={stats} isWeek={time === 'week'} />}
        </Loaded>
      </div>
    </Card>
  );
}

/** At the full hour, so that what was read is found again. */
function beginOf(time: keyof typeof TIMES): string {
  const hour = 3_600_000;
  const next = (Math.floor(Date.now() / hour) + 1) * hour;
  return new Date(next - TIMES[time].back).toISOString();
}

function Charts({ stats, isWeek }: { stats: Stats; isWeek: boolean }) {
  const { stats: texts } = useDeveloperTexts();
  const format = useFormat();
  const { attempts, series } = stats;
  if (attempts === 0) return <p className={styles.none}>{texts.none}</p>;
  const labels = series.map(({ at }) => {
    const time = Date.parse(at);
    return isWeek ? `${format.date(time)}, ${format.clock(time)}` : format.clock(time);
  });
  const headings = { label: texts.at, table: texts.table };
  const latency = (part: 'p50' | 'p95') => series.map(({ latency_ms }) => latency_ms[part] ?? 0);
  return (
    <>
      <Figures stats={stats} />
      <LineChart
        title={texts.rate}
        labels={labels}
        headings={headings}
        lines={[
          { label: texts.made, tone: 'info', values: series.map((step) => step.attempts) },
          { label: texts.done, tone: 'success', values: series.map(({ done }) => done) },
          {
            label: texts.failed,
            tone: 'danger',
            values: series.map(({ failed, retried }) => failed + retried),
          },
        ]}
      />
      <h3>{texts.latency}</h3>
      <LineChart
        title={texts.latency}
        labels={labels}
        headings={headings}
        lines={[
          { label: texts.half, tone: 'success', values: latency('p50') },
          { label: texts.most, tone: 'info', values: latency('p95') },
        ]}
      />
    </>
  );
}

function Figures({ stats }: { stats: Stats }) {
  const { stats: texts } = useDeveloperTexts();
  const format = useFormat();
  const { p50, p95 } = stats.latency_ms;
  const words = ['done', 'failed', 'retried'] as const;
  return (
    <ul className={styles.figures}>
      <li>
        {format.number(stats.attempts)} {texts.made}
      </li>
      {words
        .filter((word) => stats[word] > 0)
        .map((word) => (
          <li key={word}>
            {format.number(stats[word])} {texts[word]}
          </li>
        ))}
      {p50 !== null && <li>{texts.answered(format.duration(p50))}</li>}
      {p95 !== null && <li>{texts.slowest(format.duration(p95))}</li>}
    </ul>
  );
}
