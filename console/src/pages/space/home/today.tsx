import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Chart } from '../../../ui/chart.tsx';
import { Status, TONES } from '../../../ui/status.tsx';
import styles from './home.module.css';

type Counts = Schemas['JobCounts'];
const SHOWN = ['done', 'ongoing', 'waiting', 'retrying', 'failed', 'parked'] as const;

/** How the last 24 hours went, in a line and a chart. */
export function Today({
  spaceId,
  query,
}: {
  spaceId: number;
  query: UseQueryResult<Schemas['Summary'], Error>;
}) {
  const { home } = useTexts();
  const format = useFormat();
  return (
    <Card title={home.today}>
      <Loaded query={query} rows={2}>
        {({ events, jobs, series }) => (
          <div className={styles.today}>
            <p className={styles.counts}>
              <PageLink to={paths.activity(spaceId)}>{home.events(format.number(events))}</PageLink>
              <Outcomes jobs={jobs} spaceId={spaceId} />
            </p>
            <Chart
              label={home.chart}
              columns={[home.hour, home.eventsHead, home.doneHead, home.failedHead]}
              rows={series.map(({ at, events, done, failed }) => ({
                name: format.clock(Date.parse(at)),
                values: [events, done, failed],
              }))}
            />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Outcomes({ jobs, spaceId }: { jobs: Counts; spaceId: number }) {
  const { home, status } = useTexts();
  const format = useFormat();
  const seen = SHOWN.filter((outcome) => jobs[outcome] > 0);
  return seen.map((outcome) => (
    <PageLink key={outcome} to={paths.activity(spaceId)} search={{ outcome }}>
      <Status tone={TONES[outcome] ?? 'neutral'}>
        {home.jobs(format.number(jobs[outcome]), status.job[outcome])}
      </Status>
    </PageLink>
  ));
}
