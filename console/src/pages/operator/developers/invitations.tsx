import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { type Item, readAgain, readPages } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Time } from '../../../ui/time.tsx';
import { useOperatorTexts } from '../texts.ts';
import styles from './developers.module.css';

/** Where invitations are. */
export const INVITATIONS = '/platform/v1/developer_invitations';

/** The invitations that nobody has taken yet. */
export function Invitations() {
  const { developers: texts } = useOperatorTexts();
  const query = useInfiniteQuery(readPages(INVITATIONS, { query: { limit: 50 } }));
  const [ending, setEnding] = useState<Item<typeof INVITATIONS>>();
  const email = ending?.email ?? '';
  const withdraw = async () => {
    if (ending === undefined) return;
    const params = { path: { id: ending.id } };
    await api.DELETE('/platform/v1/developer_invitations/{id}', { params });
    await readAgain(INVITATIONS);
  };
  return (
    <Card title={texts.open} isFlush>
      <Paged query={query} rows={1} empty={<p className={styles.nothing}>{texts.noneOpen}</p>}>
        {(invitations) => (
          <ul className={rows.rows}>
            {invitations.map((invitation) => (
              <li key={invitation.id}>
                <div className={rows.main}>
                  <span className={rows.title}>{invitation.email}</span>
                  <p className={rows.muted}>
                    {texts.ends} <Time at={invitation.expires_at} />
                  </p>
                </div>
                <Button
                  size="small"
                  aria-label={texts.withdrawOf(invitation.email)}
                  onClick={() => setEnding(invitation)}
                >
                  {texts.withdraw}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Paged>
      <Confirm
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={texts.withdrawOf(email)}
        action={texts.withdrawOf(email)}
        onConfirm={withdraw}
      >
        <p>{texts.withdrawText}</p>
      </Confirm>
    </Card>
  );
}
