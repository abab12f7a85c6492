import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './install.module.css';
import { useInstall } from './use-install.ts';

const SHOWN = 3;

/** What a plugin told the admins lately. */
export function LastNotifications() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const { data } = useQuery(
    read('/platform/v1/installs/{id}/notifications', {
      path: { id: install.id },
      query: { limit: SHOWN },
    }),
  );
  if (data === undefined || data.data.length === 0) return null;
  return (
    <Card
      title={texts.overview.said(install.plugin_name)}
      isFlush
      actions={<PageLink to={paths.notifications()}>{texts.overview.allNotifications}</PageLink>}
    >
      <ul className={styles.lines}>
        {data.data.map(({ id, message, created_at }) => (
          <li key={id}>
            <p>{message ?? texts.overview.noMessage}</p>
            <p className={styles.small}>
              <Time at={created_at} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
