import { useQuery } from '@tanstack/react-query';
import { remoteValueOf } from '../../api/setup.ts';
import { useTexts } from '../../texts.tsx';
import { opensTabs, POPUP_FEATURES } from '../popup-window.ts';
import styles from '../setup.module.css';
import { TryAgain } from '../try-again.tsx';
import type { FieldProps } from '../types.ts';

/** Leads to a page of the plugin's, in a tab or a window. */
export function LinkFieldOfForm({ field, place, plugin }: FieldProps<'link'>) {
  const { setup } = useTexts();
  const isAsked = field.calls.includes('remote_value');
  const remote = useQuery({ ...remoteValueOf(place), enabled: isAsked });
  const url = isAsked ? remote.data : field.url;
  const isPopup = field.target === 'popup' && !opensTabs();
  return (
    <div className={styles.note}>
      {url && /^https?:/i.test(url) ? (
        <p>
          <a
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            onClick={(event) => {
              if (!isPopup || event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              window.open(url, '_blank', `${POPUP_FEATURES},noopener,noreferrer`);
            }}
          >
            {field.label}
          </a>{' '}
          <span className={styles.hint}>
            ({isPopup ? setup.link.opensWindow : setup.link.opensTab})
          </span>
        </p>
      ) : (
        <strong>{field.label}</strong>
      )}
      {field.description && <p className={styles.hint}>{field.description}</p>}
      {isAsked && remote.isPending && <p role="status">{setup.remote.asking(plugin)}</p>}
      {isAsked && remote.isError && (
        <TryAgain onRetry={() => remote.refetch()}>{setup.remote.noLink(plugin)}</TryAgain>
      )}
    </div>
  );
}
