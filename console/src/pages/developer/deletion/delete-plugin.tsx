import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { keyOf, queries, read, readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './deletion.module.css';

const DELETION = '/platform/v1/plugins/{id}/deletion';

/** For an owner: deletes the plugin, once they have read what goes with it and typed its short name. */
export function DeletePlugin({ plugin }: { plugin: Plugin }) {
  const { deletion: texts } = useDeveloperTexts();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const { id, slug, name, role, suspended_at } = plugin;
  const path = { id: String(id) };
  // Not before somebody asks, and anew each time.
  const query = useQuery({ ...read(DELETION, { path }), enabled: isAsking, staleTime: 0 });
  const isHeld = suspended_at !== null && role !== null;
  const remove = async () => {
    const { data } = await api.DELETE('/platform/v1/plugins/{id}', { params: { path } });
    // As it was answered: what was read before is not so any more.
    queries.setQueryData(keyOf(DELETION, { path }), data);
    if (data?.is_gone === true) navigate({ to: paths.plugins() } as never);
    else await readAgain('/platform/v1/plugins/{id}');
    await readAgain('/platform/v1/plugins', '/platform/v1/me', '/platform/v1/quotas');
  };
  return (
    <Card title={texts.title}>
      <div className={styles.card}>
        <p>{isHeld ? texts.suspended : texts.about}</p>
        {!isHeld && (
          <Button kind="danger" onClick={() => setAsking(true)}>
            {texts.action(name)}
          </Button>
        )}
      </div>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.ask(name)}
        action={texts.action(name)}
        typed={{ label: texts.typed(slug), value: slug }}
        onConfirm={remove}
      >
        <Loaded query={query} rows={2}>
          {(found) => <Lost found={found} />}
        </Loaded>
      </Confirm>
    </Card>
  );
}

/** What is lost, and when. */
function Lost({ found }: { found: Schemas['PluginDeletion'] }) {
  const { deletion: texts } = useDeveloperTexts();
  const { installs, kept, grace_days } = found;
  return (
    <ul className={styles.lost}>
      {installs > 0 && <li>{texts.somewhere(installs)}</li>}
      {installs > 0 && <li>{texts.kept(grace_days)}</li>}
      {kept > 0 && <li>{texts.alreadyKept(kept)}</li>}
      <li>{installs + kept > 0 ? texts.atOnce : texts.nowhere}</li>
    </ul>
  );
}
