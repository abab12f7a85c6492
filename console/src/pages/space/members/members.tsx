import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { read, readAgain, readPages } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/field.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { type Member, MemberRow } from './member-row.tsx';

const MEMBERS = '/platform/v1/spaces/{id}/members';

/** Who belongs to a space, and what they may do there. */
export function MembersPage() {
  const { members } = useTexts();
  const id = useSpaceId();
  const isAdmin = useSpace()?.is_admin ?? false;
  const [{ search = '' }, setSearch] = useAddressSearch();
  const [leaving, setLeaving] = useState<Member>();
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const { data: roles } = useQuery(read('/platform/v1/roles', {}));
  const query = useInfiniteQuery(
    readPages(MEMBERS, { path: { id }, query: { limit: 50, ...(search && { search }) } }),
  );
  const remove = async () => {
    if (leaving === undefined) return;
    const path = { id, user_id: leaving.user_id };
    await api.DELETE('/platform/v1/spaces/{id}/members/{user_id}', { params: { path } });
    await readAgain(MEMBERS);
  };
  return (
    <>
      <PageTitle title={members.title}>{isAdmin ? members.intro : members.onlyAdmins}</PageTitle>
      <div className={rows.filters}>
        <TextField
          type="search"
          label={members.search}
          value={search}
          onChange={(event) => setSearch({ search: event.target.value })}
        />
      </div>
      <Card isFlush>
        <Paged query={query} empty={<Empty title={members.nobody} />}>
          {(found) => (
            <ul className={rows.rows}>
              {found.map((member) => (
                <MemberRow
                  key={member.user_id}
                  member={member}
                  isMe={member.user_id === me?.id}
                  roles={isAdmin ? roles?.data.map(({ name }) => name) : undefined}
                  onRemove={() => setLeaving(member)}
                  onChanged={() => readAgain(MEMBERS)}
                />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
      <Confirm
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={members.removeTitle(leaving?.friendly_name ?? '')}
        action={members.remove(leaving?.friendly_name ?? '')}
        onConfirm={remove}
      >
        <p>{members.removeText(leaving?.friendly_name ?? '')}</p>
      </Confirm>
    </>
  );
}
