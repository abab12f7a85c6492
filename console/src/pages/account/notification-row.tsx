import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { useWords } from '../../parts/failure.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { PluginIcon } from '../../ui/plugin-icon.tsx';
import rows from '../../ui/rows.module.css';
import { Time } from '../../ui/time.tsx';
import styles from './notifications.module.css';

interface NotificationRowProps {
  notification: Schemas['Notification'];
  onChanged: () => Promise<void>;
}

/** A message of a plugin, with what can be chosen. */
export function NotificationRow({ notification, onChanged }: NotificationRowProps) {
  const { notifications } = useTexts();
  const { id, plugin_slug, plugin_name, plugin_icon, message, read_at } = notification;
  const [error, setError] = useState<Error>();
  const words = useWords(error);
  const markRead = () =>
    api
      .POST('/platform/v1/notifications/{id}/read', { params: { path: { id } } })
      .then(onChanged, setError);
  return (
    <li className={read_at === null ? styles.unread : undefined}>
      <PluginIcon slug={plugin_slug} name={plugin_name} icon={plugin_icon} />
      <div className={rows.main}>
        <p className={rows.muted}>
          <PageLink to={paths.install(notification.space_id, notification.install_id)}>
            {plugin_name}
          </PageLink>{' '}
          · <Time at={notification.created_at} />
          {read_at === null && <span className={styles.mark}> · {notifications.isUnread}</span>}
        </p>
        <p className={styles.message}>{message ?? notifications.noMessage}</p>
        <Actions notification={notification} onChanged={onChanged} />
        {words !== undefined && (
          <p role="alert" className={styles.refused}>
            {words}
          </p>
        )}
      </div>
      {read_at === null && (
        <Button kind="quiet" size="small" onClick={markRead}>
          {notifications.markRead}
        </Button>
      )}
    </li>
  );
}

function Actions({ notification, onChanged }: NotificationRowProps) {
  const { notifications } = useTexts();
  const [calling, setCalling] = useState<number>();
  const [error, setError] = useState<Error>();
  const words = useWords(error);
  const { id, actions } = notification;
  if (actions === null || actions.length === 0) return null;
  const choose = async (index: number, again: boolean) => {
    setCalling(index);
    setError(undefined);
    try {
      await api.POST('/platform/v1/notifications/{id}/actions/{index}', {
        params: { path: { id, index: String(index) } },
        body: again ? { again } : {},
      });
    } catch (failure) {
      setError(failure as Error);
    }
    await onChanged();
    setCalling(undefined);
  };
  return (
    <>
      <ul className={rows.actions}>
        {actions.map(({ label, status }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place
          <li key={index}>
            <Button
              size="small"
              isBusy={calling === index}
              disabled={status === 'called' || status === 'calling'}
              onClick={() => choose(index, status === 'unknown')}
            >
              {label}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className={rows.muted}>
        {actions
          .filter(({ status }) => status !== 'open')
          .map(({ label, status, message }) =>
            [`${label}: ${notifications.action[status]}`, message].filter(Boolean).join('. '),
          )
          .join(' ')}
      </p>
      {words !== undefined && (
        <p role="alert" className={styles.refused}>
          {words}
        </p>
      )}
    </>
  );
}
