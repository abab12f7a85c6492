import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { type Item, read, readAgain, readPages } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { mayManage } from '../may.ts';
import { usePlugin } from '../plugin/use-plugin.ts';
import { useDeveloperTexts } from '../texts.ts';
import { AddCollaborator } from './add.tsx';
import { CollaboratorRow } from './collaborator-row.tsx';
import styles from './collaborators.module.css';

/** Where those are who have a part in a plugin. */
const COLLABORATORS = '/platform/v1/plugins/{id}/collaborators';

/** Who has a part in a plugin; its owners add people, give roles and take them away, and everybody can leave. */
export function CollaboratorsTab() {
  const { people: texts } = useDeveloperTexts();
  const plugin = usePlugin();
  const [leaving, setLeaving] = useState<Item<typeof COLLABORATORS>>();
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const params = { path: { id: String(plugin.id) }, query: { limit: 50 } };
  const query = useInfiniteQuery(readPages(COLLABORATORS, params));
  // The host's own plugins have none.
  const isManaged = mayManage(plugin) && plugin.origin === 'partner';
  return (
    <div className={styles.tab}>
      <Card title={texts.title} isFlush>
        <p className={styles.intro}>{texts.intro[plugin.role ?? 'nobody']}</p>
        <Paged query={query} rows={2} empty={<Empty title={texts.none} />}>
          {(collaborators) => (
            <ul className={rows.rows}>
              {collaborators.map((one) => (
                <CollaboratorRow
                  key={one.user_id}
                  pluginId={plugin.id}
                  collaborator={one}
                  isMe={one.user_id === me?.id}
                  isManaged={isManaged}
                  onRemove={() => setLeaving(one)}
                  onChanged={() => readAgain(COLLABORATORS, '/platform/v1/plugins/{id}')}
                />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
      {isManaged && (
        <AddCollaborator pluginId={plugin.id} onAdded={() => readAgain(COLLABORATORS)} />
      )}
      <Removal
        key={leaving?.user_id}
        leaving={leaving}
        isMe={leaving?.user_id === me?.id}
        onClose={() => setLeaving(undefined)}
      />
    </div>
  );
}

interface RemovalProps {
  leaving: Item<typeof COLLABORATORS> | undefined;
  isMe: boolean;
  onClose: () => void;
}

function Removal({ leaving, isMe, onClose }: RemovalProps) {
  const { people: texts } = useDeveloperTexts();
  const navigate = useNavigate();
  const plugin = usePlugin();
  const name = leaving?.friendly_name ?? '';
  const words = isMe ? texts.leaveOf(plugin.name) : texts.removeOf(name);
  const remove = async () => {
    if (leaving === undefined) return;
    const path = { id: String(plugin.id), user_id: leaving.user_id };
    try {
      await api.DELETE('/platform/v1/plugins/{id}/collaborators/{user_id}', { params: { path } });
    } catch (error) {
      throw error instanceof ApiError && error.code === 'in_use' ? Error(texts.lastOwner) : error;
    }
    if (isMe && plugin.role !== null) navigate({ to: paths.plugins() } as never);
    else await readAgain(COLLABORATORS);
    await readAgain('/platform/v1/plugins', '/platform/v1/me');
  };
  return (
    <Confirm
      isOpen={leaving !== undefined}
      onClose={onClose}
      title={words}
      action={words}
      onConfirm={remove}
    >
      <p>{isMe ? texts.leaveText : texts.removeText(name)}</p>
    </Confirm>
  );
}
