import type { Schemas } from '../../../api/client.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from './permissions.module.css';
import { useInstall } from './use-install.ts';

type Permissions = Schemas['Permissions'];

interface PendingPermissionsProps {
  permissions: Permissions;
  /** Undefined for those who may not decide. */
  onDecide: ((grant: Schemas['InstallGrant']) => void) | undefined;
}

/** What a newer release asks for besides: yes, or not now. Nothing where it asks for nothing. */
export function PendingPermissions({ permissions, onDecide }: PendingPermissionsProps) {
  const { install } = useInstall();
  const { install: all } = useTexts();
  const { permissions: texts } = all;
  const words = useVocabulary();
  const { pending, granted, events } = permissions;
  const count = pending.scopes.length + pending.events.length;
  if (count === 0 || install.status === 'uninstalled') return null;
  const agreed = {
    scopes: [...granted, ...pending.scopes],
    events: [...new Set([...events, ...pending.events])],
  };
  return (
    <Card title={texts.asksFor(install.plugin_name, count)}>
      <div className={styles.asked}>
        <p>{texts.untilThen(install.plugin_name)}</p>
        {pending.scopes.length > 0 && (
          <>
            <h3>{texts.wantsToDo}</h3>
            <ul>
              {pending.scopes.map((name) => (
                <li key={name}>{words.scope(name)}</li>
              ))}
            </ul>
          </>
        )}
        {pending.events.length > 0 && (
          <>
            <h3>{texts.wantsToHear}</h3>
            <ul>
              {pending.events.map((name) => (
                <li key={name}>{words.event(name)}</li>
              ))}
            </ul>
          </>
        )}
        {onDecide !== undefined && (
          <div className={styles.backfill}>
            <Button kind="primary" onClick={() => onDecide(agreed)}>
              {texts.agree}
            </Button>
            <Button onClick={() => onDecide({ scopes: granted, events })}>{texts.notNow}</Button>
          </div>
        )}
      </div>
    </Card>
  );
}
