import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { type Item, readAgain, readPages } from '../../api/query.ts';
import { Page } from '../../frame/page.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paged } from '../../parts/paged.tsx';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PluginIcon } from '../../ui/plugin-icon.tsx';
import rows from '../../ui/rows.module.css';
import { Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './grants.module.css';

const GRANTS = '/platform/v1/grants';
type Grant = Item<typeof GRANTS>;

/** What somebody let plugins do for them, to withdraw it. */
export function GrantsPage() {
  const { grants } = useTexts();
  const query = useInfiniteQuery(readPages(GRANTS, { query: { limit: 50 } }));
  const [leaving, setLeaving] = useState<Grant>();
  const withdraw = async () => {
    if (leaving === undefined) return;
    await api.DELETE('/platform/v1/grants/{id}', { params: { path: { id: leaving.id } } });
    await readAgain(GRANTS);
  };
  return (
    <Page>
      <PageTitle title={grants.title}>{grants.intro}</PageTitle>
      <Card isFlush>
        <Paged query={query} empty={<Empty title={grants.empty}>{grants.emptyText}</Empty>}>
          {(given) => (
            <ul className={rows.rows}>
              {given.map((grant) => (
                <GrantRow key={grant.id} grant={grant} onWithdraw={() => setLeaving(grant)} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
      <Confirm
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={grants.withdrawTitle(leaving?.plugin_name ?? '')}
        action={grants.withdrawAction(leaving?.plugin_name ?? '')}
        onConfirm={withdraw}
      >
        <p>{grants.withdrawText(leaving?.plugin_name ?? '', leaving?.space_name ?? '')}</p>
      </Confirm>
    </Page>
  );
}

function GrantRow({ grant, onWithdraw }: { grant: Grant; onWithdraw: () => void }) {
  const { grants } = useTexts();
  const { plugin_slug, plugin_name, plugin_icon } = grant;
  return (
    <li>
      <PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} />
      <div className={rows.main}>
        <h2 className={styles.name}>
          {plugin_name} <span className={rows.muted}>{grants.inSpace(grant.space_name)}</span>
        </h2>
        {grant.scopes.length === 0 && <p>{grants.noScopes}</p>}
        <ul className={styles.scopes}>
          {grant.scopes.map(({ name, description }) => (
            <li key={name}>{description ?? grants.unknownScope(name)}</li>
          ))}
        </ul>
        <p className={rows.muted}>
          {grants.since} <Time at={grant.created_at} /> · {grants.used}{' '}
          <Time at={grant.last_used_at} />
        </p>
      </div>
      <Button onClick={onWithdraw} aria-label={grants.withdrawAction(plugin_name)}>
        {grants.withdraw}
      </Button>
    </li>
  );
}
