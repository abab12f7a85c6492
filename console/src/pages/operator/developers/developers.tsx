import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { type Item, readAgain, readPages } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { useOperatorTexts } from '../texts.ts';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';

const DEVELOPERS = '/platform/v1/developers';
type Developer = Item<typeof DEVELOPERS>;

/** Who may register plugins by invitation, who was invited, and whom to invite. */
export function DevelopersPage() {
  const { developers: texts } = useOperatorTexts();
  return (
    <>
      <PageTitle title={texts.title}>{texts.intro}</PageTitle>
      <Invite />
      <Invitations />
      <Developers />
    </>
  );
}

function Developers() {
  const { developers: texts } = useOperatorTexts();
  const format = useFormat();
  const query = useInfiniteQuery(readPages(DEVELOPERS, { query: { limit: 50 } }));
  const [leaving, setLeaving] = useState<Developer>();
  const name = leaving?.friendly_name ?? '';
  const remove = async () => {
    if (leaving === undefined) return;
    const params = { path: { user_id: leaving.user_id } };
    await api.DELETE('/platform/v1/developers/{user_id}', { params });
    await readAgain(DEVELOPERS);
  };
  return (
    <Card title={texts.all} isFlush>
      <Paged query={query} rows={3} empty={<Empty title={texts.none}>{texts.noneText}</Empty>}>
        {(developers) => (
          <ul className={rows.rows}>
            {developers.map((developer) => (
              <li key={developer.user_id}>
                <div className={rows.main}>
                  <span className={rows.title}>{developer.friendly_name}</span>
                  <p className={rows.muted}>{developer.email}</p>
                </div>
                <span className={rows.muted}>
                  {texts.since} {format.date(Date.parse(developer.since))}
                </span>
                <Button
                  size="small"
                  aria-label={texts.removeOf(developer.friendly_name)}
                  onClick={() => setLeaving(developer)}
                >
                  {texts.remove}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Paged>
      <Confirm
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={texts.removeOf(name)}
        action={texts.removeOf(name)}
        onConfirm={remove}
      >
        <p>{texts.removeText(name)}</p>
      </Confirm>
    </Card>
  );
}
