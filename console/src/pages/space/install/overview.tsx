import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { usePeople } from '../../../parts/use-people.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { Health } from './health.tsx';
import styles from './install.module.css';
import { LastDay } from './last-day.tsx';
import { LastNotifications } from './last-notifications.tsx';
import { useHostName } from './revision-words.ts';
import { useInstall } from './use-install.ts';

/** How an install is doing: whether it works, what it did, what it may, since when it is there. */
export function OverviewTab() {
  const { install } = useInstall();
  return (
    <div className={styles.tab}>
      {install.status !== 'uninstalled' && <Health />}
      <div className={styles.columns}>
        <div className={styles.column}>
          <LastDay />
          <LastNotifications />
        </div>
        <div className={styles.column}>
          <May />
          <Facts />
        </div>
      </div>
    </div>
  );
}

/** What it may do and hear, and what of that it did. */
function May() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const params = { path: { id: install.id } };
  const permissions = useQuery(read('/platform/v1/installs/{id}/permissions', params));
  return (
    <Card
      title={texts.overview.may}
      isFlush
      actions={
        <PageLink to={paths.installPermissions(install.space_id, install.id)}>
          {texts.tabs.permissions}
        </PageLink>
      }
    >
      <Loaded query={permissions}>{(data) => <MayLines permissions={data} />}</Loaded>
    </Card>
  );
}

function MayLines({ permissions }: { permissions: Schemas['Permissions'] }) {
  const { install: texts } = useTexts();
  const format = useFormat();
  const words = useVocabulary();
  const timesOf = (name: string) =>
    permissions.used.find(({ scope }) => scope === name)?.count_30d ?? 0;
  return (
    <ul className={styles.lines}>
      {permissions.granted.map((name) => (
        <li key={name}>
          <p>{words.scope(name)}</p>
          <p className={styles.small}>
            {texts.overview.usedTimes(format.number(timesOf(name)), timesOf(name))}
          </p>
        </li>
      ))}
      {permissions.granted.length === 0 && <li>{texts.permissions.mayNothing}</li>}
      <li>
        <p>{texts.overview.hears(permissions.events.length)}</p>
        {permissions.events.length > 0 && (
          <p className={styles.small}>{format.list(permissions.events.map(words.event))}</p>
        )}
      </li>
    </ul>
  );
}

/** Who installed it, when, and which release it runs. */
function Facts() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const people = usePeople(install.space_id);
  const host = useHostName();
  const {
    installed_by,
    created_at,
    release,
    development,
    generation,
    updated_at,
    space_id,
    plugin_slug,
  } = install;
  return (
    <Card title={texts.overview.facts}>
      <dl className={styles.facts}>
        <dt>{texts.overview.installed}</dt>
        <dd>
          <Time at={created_at} />
        </dd>
        <dt>{texts.overview.by}</dt>
        <dd>{installed_by === null ? host : (people(installed_by) ?? texts.history.somebody)}</dd>
        <dt>{texts.overview.changed}</dt>
        <dd>
          <Time at={updated_at} />
        </dd>
        {(release !== null || development) && (
          <>
            <dt>{texts.overview.release}</dt>
            <dd>{release ?? texts.overview.draft}</dd>
          </>
        )}
        {generation > 1 && (
          <>
            <dt>{texts.overview.generation}</dt>
            <dd>{generation}</dd>
          </>
        )}
      </dl>
      <p className={styles.more}>
        <PageLink to={paths.catalogPlugin(space_id, plugin_slug)}>{texts.overview.page}</PageLink>
      </p>
    </Card>
  );
}
