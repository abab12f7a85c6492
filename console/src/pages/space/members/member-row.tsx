import { UserMinus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useWords } from '../../../parts/failure.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { IconButton } from '../../../ui/button.tsx';
import rows from '../../../ui/rows.module.css';
import styles from './members.module.css';

/** Who belongs to a space. */
export type Member = Schemas['Member'];

const ADMIN = 'admin';

interface MemberRowProps {
  member: Member;
  isMe: boolean;
  /** Those to choose from; undefined for who may not. */
  roles: string[] | undefined;
  onRemove: () => void;
  onChanged: () => Promise<void>;
}

/** A member, with the role to choose and a way out. */
export function MemberRow({ member, isMe, roles, onRemove, onChanged }: MemberRowProps) {
  const { members } = useTexts();
  const format = useFormat();
  const id = useSpaceId();
  const [error, setError] = useState<Error>();
  const [said, setSaid] = useState('');
  const [asked, setAsked] = useState<string>();
  const words = useWords(error);
  const { user_id, friendly_name: name, role } = member;
  const change = async (chosen: string) => {
    setError(undefined);
    await api.PUT('/platform/v1/spaces/{id}/members/{user_id}', {
      params: { path: { id, user_id } },
      body: { role: chosen },
    });
    await onChanged();
    setSaid(members.changed(name, chosen));
  };
  const choose = (chosen: string) => change(chosen).catch(setError);
  return (
    <li>
      <div className={rows.main}>
        <span className={rows.title}>{name}</span>
        {isMe && <span className={rows.muted}> ({members.you})</span>}
        <div className={rows.muted}>{member.email}</div>
        {words !== undefined && (
          <p className={styles.refused} role="alert">
            {words}
          </p>
        )}
        <p className={styles.said} role="status">
          {said}
        </p>
      </div>
      <span className={`${rows.muted} ${styles.since}`}>
        {members.since} {format.date(Date.parse(member.created_at))}
      </span>
      {roles === undefined ? (
        <span className={styles.role}>{role}</span>
      ) : (
        <select
          className={styles.role}
          aria-label={members.roleOf(name)}
          value={role}
          onKeyDown={openByArrows}
          onChange={({ target }) => {
            // There is no way back to it for oneself.
            if (isMe && role === ADMIN) setAsked(target.value);
            else choose(target.value);
          }}
        >
          {[...new Set([...roles, role])].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      {roles !== undefined && (
        <IconButton label={members.remove(name)} onClick={onRemove}>
          <UserMinus size={18} aria-hidden="true" />
        </IconButton>
      )}
      <Confirm
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={members.stepDownTitle(asked ?? '')}
        action={members.stepDown(asked ?? '')}
        onConfirm={() => change(asked ?? role)}
      >
        <p>{members.stepDownText}</p>
      </Confirm>
    </li>
  );
}

// Arrows go through a closed list, too, but on a Mac: each role on the way would be given.
function openByArrows(event: KeyboardEvent<HTMLSelectElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  event.currentTarget.showPicker?.();
}
