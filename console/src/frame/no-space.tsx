import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';
import { PageLink } from '../parts/page-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { buttonClass } from '../ui/button.tsx';
import { NotFound } from './not-found.tsx';
import { Page } from './page.tsx';

/** In the place of a space that somebody is no member of: operators, who may know of all of them, are told so. */
export function NoSpace({ id }: { id: number }) {
  const { frame } = useTexts();
  const me = useQuery(read('/platform/v1/me', {}));
  const asked = read('/platform/v1/spaces/{id}', { path: { id } });
  const isKnown = me.data?.is_operator === true && Number.isSafeInteger(id);
  const space = useQuery({ ...asked, enabled: isKnown, placeholderData: undefined });
  if (me.isPending || space.isLoading) return null;
  if (space.data === undefined) return <NotFound />;
  return (
    <Page>
      <PageTitle title={frame.noMember(space.data.name)}>{frame.noMemberText}</PageTitle>
      <p>
        <PageLink className={buttonClass('primary')} to={paths.home()}>
          {frame.spaces}
        </PageLink>
      </p>
    </Page>
  );
}
