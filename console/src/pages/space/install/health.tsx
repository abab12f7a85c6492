import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { stateOf } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Banner } from '../../../ui/card.tsx';
import styles from './install.module.css';
import { OpenPage } from './open-page.tsx';
import { SuspendedHere } from './suspended-here.tsx';
import { useHearing } from './use-hearing.ts';
import { useInstall } from './use-install.ts';

const MOST_WAITING = 1000;
// Whether it works is known of the install already.
const NOTHING_YET: Schemas['InstallHealth'] = { endpoints: [], waiting: 0, failed_job: null };

/** Whether an install works; and where it does not: since when, what waits, and what to look at. */
export function Health() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const { space_id, id, plugin_name: name, attention } = install;
  const isAsking = attention.includes('permissions');
  return (
    <>
      <State isAsking={isAsking} />
      {isAsking && (
        <Banner tone="info">
          {texts.health.permissions(name)}{' '}
          <PageLink to={paths.installPermissions(space_id, id)}>
            {texts.health.seePermissions}
          </PageLink>
        </Banner>
      )}
    </>
  );
}

function State({ isAsking }: { isAsking: boolean }) {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const format = useFormat();
  const params = { path: { id: install.id } };
  const { data = NOTHING_YET } = useQuery(read('/platform/v1/installs/{id}/health', params));
  const state = stateOf(install);
  const { plugin_name: name, space_id } = install;
  const inWords = useDuration();
  if (state === 'plugin_suspended') {
    return <Banner tone="warning">{texts.health.pluginSuspended(name)}</Banner>;
  }
  if (state === 'suspended') {
    return <SuspendedHere />;
  }
  const bad = data.endpoints.filter((one) => one.state !== 'answers');
  const since = bad.map((one) => one.since ?? '').sort()[0];
  const count = format.number(data.waiting) + (data.waiting >= MOST_WAITING ? '+' : '');
  const waiting = data.waiting > 0 && texts.health.waiting(count, data.waiting);
  if (state === 'failing' || state === 'endpoint_disabled') {
    return (
      <Banner tone="danger">
        <strong>{texts.health[state](name, since && inWords(since))}</strong> {waiting}{' '}
        {data.failed_job !== null && (
          <PageLink to={paths.job(space_id, data.failed_job)}>{texts.health.lastAttempt}</PageLink>
        )}
      </Banner>
    );
  }
  // One that asks for more works all the same.
  if (state !== 'works' && !(isAsking && state === 'permissions')) return null;
  return (
    <Banner tone="success" actions={<OpenPage />}>
      <strong>{texts.health.works(name)}</strong>{' '}
      <span className={styles.lastDayInWords}>
        <LastDayInWords />
      </span>{' '}
      {waiting}
    </Banner>
  );
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago something was, in whole minutes, hours or days. */
function useDuration(): (since: string) => string {
  const { install: texts } = useTexts();
  const format = useFormat();
  return (since) => {
    const ms = Date.now() - Date.parse(since);
    if (ms >= 2 * DAY_MS) return texts.backfill.days(Math.round(ms / DAY_MS));
    const unit = ms >= HOUR_MS ? HOUR_MS : MINUTE_MS;
    return format.duration(Math.max(1, Math.round(ms / unit)) * unit);
  };
}

function LastDayInWords() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const format = useFormat();
  const { data } = useQuery(read('/platform/v1/summary', { query: { install_id: install.id } }));
  const hears = useHearing(install.id);
  if (data === undefined || !hears) return null;
  const all = Object.values(data.jobs).reduce((sum, count) => sum + count, 0);
  if (all === 0) return texts.lastDay.none;
  const { failed } = data.jobs;
  if (failed === 0) return texts.lastDay.noneFailed(format.number(all), all);
  return texts.lastDay.someFailed(format.number(failed), format.number(all));
}
