import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { setupStopOf } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
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

function Waiting({
  install,
  attention,
  spaceId,
}: {
  install: Install;
  attention: Attention;
  spaceId: number;
}) {
  const { home } = useTexts();
  const { id, plugin_slug, plugin_name, plugin_icon } = install;
  return (
    <li>
      <PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} />
      <span className={rows.main}>{home.attention[attention](plugin_name)}</span>
      <PageLink className={buttonClass()} to={TODO[attention](spaceId, id)}>
        {home.todo[attention]}
      </PageLink>
    </li>
  );
}
