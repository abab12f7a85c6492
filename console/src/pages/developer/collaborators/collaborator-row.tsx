import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { useDoing } from '../../../parts/use-doing.ts';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import rows from '../../../ui/rows.module.css';
import { useDeveloperTexts } from '../texts.ts';
import styles from './collaborators.module.css';
import { ROLES, type Role } from './roles.ts';

interface CollaboratorRowProps {
  pluginId: number;
  collaborator: Schemas['Collaborator'];
  isMe: boolean;
  /** Whether whoever looks says who has which role. */
  isManaged: boolean;
  onRemove: () => void;
  onChanged: () => Promise<void>;
}

/** Somebody with a part in a plugin, the role to choose and a way out. */
export function CollaboratorRow(props: CollaboratorRowProps) {
  const { pluginId, collaborator, isMe, isManaged, onRemove, onChanged } = props;
  const { people: texts } = useDeveloperTexts();
  const format = useFormat();
  const doing = useDoing();
  const [chosen, setChosen] = useState<Role>();
  const [said, setSaid] = useState('');
  const { user_id, friendly_name: name, email, role, since } = collaborator;
  const isKept = doing.error instanceof ApiError && doing.error.code === 'in_use';
  const save = () =>
    doing.run(async () => {
      const next = chosen ?? role;
      await api.PUT('/platform/v1/plugins/{id}/collaborators/{user_id}', {
        params: { path: { id: String(pluginId), user_id } },
        body: { role: next },
      });
      setChosen(undefined);
      setSaid(texts.changed(name, texts.roles[next]));
      await onChanged();
    });
  return (
    <li>
      <div className={rows.main}>
        <span className={rows.title}>{name}</span>
        {isMe && <span className={rows.muted}> ({texts.you})</span>}
        <p className={rows.muted}>{email}</p>
        <p className={rows.muted}>
          {texts.since} {format.date(Date.parse(since))}
        </p>
        {doing.words !== undefined && <p role="alert">{isKept ? texts.lastOwner : doing.words}</p>}
        <p role="status">{said}</p>
      </div>
      <div className={rows.actions}>
        {isManaged ? (
          <>
            {/* It is not given by choosing: keys go through a closed list, and give each role on the way. */}
            <select
              className={styles.role}
              aria-label={texts.roleOf(name)}
              value={chosen ?? role}
              onChange={({ target }) => {
                setSaid('');
                setChosen(ROLES.find((each) => each === target.value && each !== role));
              }}
            >
              {ROLES.map((each) => (
                <option key={each} value={each}>
                  {texts.roles[each]}
                </option>
              ))}
            </select>
            <Button
              size="small"
              aria-label={texts.saveOf(name)}
              isBusy={doing.isBusy}
              disabled={chosen === undefined}
              onClick={save}
            >
              {texts.save}
            </Button>
          </>
        ) : (
          <span>{texts.roles[role]}</span>
        )}
        {(isManaged || isMe) && (
          <Button
            size="small"
            aria-label={isMe ? undefined : texts.removeOf(name)}
            onClick={onRemove}
          >
            {isMe ? texts.leave : texts.remove}
          </Button>
        )}
      </div>
    </li>
  );
}
