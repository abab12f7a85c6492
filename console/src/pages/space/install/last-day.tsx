import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { LineChart } from '../../../ui/line-chart.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import styles from './last-day.module.css';
import { useHearing } from './use-hearing.ts';
import { useInstall } from './use-install.ts';

type Summary = Schemas['Summary'];

const OUTCOMES = [
  'done',
  'ongoing',
  'waiting',
  'retrying',
  'failed',
  'ignored',
  'parked',
  'cancelled',
] as const;

/** What came to an install in the last 24 hours, and what became of it. */
export function LastDay() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const query = useQuery(read('/platform/v1/summary', { query: { install_id: install.id } }));
  const isDeaf = useHearing(install.id) === false;
  return (
    <Card title={texts.lastDay.title}>
      <Loaded query={query} rows={7}>
        {(summary) => <Counts summary={summary} isDeaf={isDeaf} />}
      </Loaded>
    </Card>
  );
}

function Counts({ summary, isDeaf }: { summary: Summary; isDeaf: boolean }) {
  const { install, status } = useTexts();
  const format = useFormat();
  const { jobs, series, events } = summary;
  if (events === 0) {
    return <p className={styles.none}>{isDeaf ? install.lastDay.deaf : install.lastDay.none}</p>;
  }
  const lines = [
    { label: status.job.done, tone: 'success', values: series.map(({ done }) => done) },
    { label: status.job.failed, tone: 'danger', values: series.map(({ failed }) => failed) },
  ] as const;
  return (
    <div className={styles.day}>
      <ul className={styles.counts}>
        {OUTCOMES.filter((word) => jobs[word] > 0 || word === 'done').map((word) => (
          <li key={word}>
            <span className={styles.count}>{format.number(jobs[word])}</span>
            <Status tone={TONES[word] ?? 'neutral'}>{status.job[word]}</Status>
          </li>
        ))}
      </ul>
      <LineChart
        title={install.lastDay.title}
        lines={lines}
        labels={series.map(({ at }) => format.clock(Date.parse(at)))}
        headings={{ label: install.lastDay.hour, table: install.lastDay.table }}
      />
    </div>
  );
}
