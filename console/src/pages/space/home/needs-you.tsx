import { type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { setupStopOf } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import rows from '../../../ui/rows.module.css';
import styles from './home.module.css';

type Install = Schemas['Install'];
type Attention = Install['attention'][number];

const TODO: Record<Attention, (space: number, install: number) => string> = {
  setup: paths.setup,
  permissions: paths.installPermissions,
  failing: paths.install,
  endpoint_disabled: paths.install,
  plugin_suspended: paths.install,
};

/** So many are named here: what happened lately stays in sight below. */
const NAMED = 5;

/** The installs that wait for somebody, with the way to what is to be done. */
export function NeedsYou({
  spaceId,
  query,
}: {
  spaceId: number;
  query: UseInfiniteQueryResult<Install[], Error>;
}) {
  const { home } = useTexts();
  return (
    <Card title={home.needsYou} isFlush>
      <Paged query={query} empty={null} rows={2}>
        {(installs) => {
          const waiting = installs.flatMap((install) =>
            install.status === 'uninstalled'
              ? []
              : install.attention
                  .filter(
                    (attention) => attention !== 'setup' || setupStopOf(install) === undefined,
                  )
                  .map((attention) => ({ install, attention })),
          );
          if (waiting.length === 0) return <p className={styles.calm}>{home.nothingNeeded}</p>;
          return (
            <ul className={rows.rows}>
              {waiting.slice(0, NAMED).map(({ install, attention }) => (
                <Waiting
                  key={`${install.id} ${attention}`}
                  install={install}
                  attention={attention}
                  spaceId={spaceId}
                />
              ))}
              {waiting.length > NAMED && (
                <li>
                  <PageLink
                    className={buttonClass('quiet')}
                    to={paths.installed(spaceId)}
                    search={{ state: 'attention' }}
                  >
                    {home.allWaiting(waiting.length)}
                  </PageLink>
                </li>
              )}
            </ul>
          );
        }}
      </Paged>
    </Card>
  );
}

interface WaitingProps {
  install: Install;
  attention: Attention;
  spaceId: number;
}

function Waiting({ install, attention, spaceId }: WaitingProps) {
  const { home } = useTexts();
  const { id, plugin_slug, plugin_name, plugin_icon } = install;
  return (
    <li>
      <PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} />
      <span className={rows.main}>{home.attention[attention](plugin_name)}</span>
      {isOfAnswers(attention) ? (
        <LastAttempt install={install} attention={attention} spaceId={spaceId} />
      ) : (
        <PageLink className={buttonClass()} to={TODO[attention](spaceId, id)}>
          {home.todo[attention]}
        </PageLink>
      )}
    </li>
  );
}

const isOfAnswers = (attention: Attention): boolean =>
  attention === 'failing' || attention === 'endpoint_disabled';

/** To the last attempt that failed; where it was for another space, to the install. Its place is held until that is known. */
function LastAttempt({ install, attention, spaceId }: WaitingProps) {
  const { home, install: texts } = useTexts();
  const params = { path: { id: install.id } };
  const health = useQuery(read('/platform/v1/installs/{id}/health', params));
  const job = health.data?.failed_job ?? null;
  return (
    <PageLink
      className={classes(buttonClass(), health.isPending && styles.held)}
      to={job === null ? TODO[attention](spaceId, install.id) : paths.job(spaceId, job)}
    >
      {job === null && !health.isPending ? home.todo[attention] : texts.health.lastAttempt}
    </PageLink>
  );
}
