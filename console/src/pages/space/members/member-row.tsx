import { UserMinus } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useWords } from '../../../parts/failure.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
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
  const [chosen, setChosen] = useState<string>();
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const select = useRef<HTMLSelectElement>(null);
  const words = useWords(error);
  const { user_id, friendly_name: name, role } = member;
  const change = async () => {
    const next = chosen ?? role;
    setError(undefined);
    await api.PUT('/platform/v1/spaces/{id}/members/{user_id}', {
      params: { path: { id, user_id } },
      body: { role: next },
    });
    await onChanged();
    select.current?.focus();
    setChosen(undefined);
    setSaid(members.changed(name, next));
  };
  const save = async () => {
    // There is no way back to it for oneself.
    if (isMe && role === ADMIN) return setAsked(true);
    setBusy(true);
    await change().catch(setError);
    setBusy(false);
  };
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
        <>
          {/* It is not given by choosing: keys go through a closed list, and give each role on the way. */}
          <select
            ref={select}
            className={styles.role}
            aria-label={members.roleOf(name)}
            value={chosen ?? role}
            onChange={({ target }) => {
              setSaid('');
              setChosen(target.value === role ? undefined : target.value);
            }}
          >
            {[...new Set([...roles, role])].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          <Button
            className={classes(chosen === undefined && styles.nothingChosen)}
            aria-label={members.saveOf(name)}
            isBusy={isBusy}
            onClick={save}
          >
            {members.save}
          </Button>
        </>
      )}
      {roles !== undefined && (
        <IconButton label={members.remove(name)} onClick={onRemove}>
          <UserMinus size={18} aria-hidden="true" />
        </IconButton>
      )}
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={members.stepDownTitle(chosen ?? role)}
        action={members.stepDown(chosen ?? role)}
        onConfirm={change}
      >
        <p>{members.stepDownText}</p>
      </Confirm>
    </li>
  );
}
