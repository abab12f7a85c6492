import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { Page } from '../../frame/page.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useTexts } from '../../texts.tsx';
import { MailChoice } from './mail-choice.tsx';
import { OwnSpaces } from './own-spaces.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import { Tokens } from './tokens.tsx';

/** Somebody's own account: who they are, how they sign in, what acts for them. */
export function AccountPage() {
  const { account } = useTexts();
  const query = useQuery(read('/platform/v1/me', {}));
  return (
    <Page>
      <PageTitle title={account.title}>{query.data?.email}</PageTitle>
      <Loaded query={query} rows={8}>
        {(me) => (
          <>
            <Profile me={me} />
            <ThemeChoice chosen={me.theme} />
            <MailChoice me={me} />
            <Password me={me} />
            <Tokens />
            <OwnSpaces />
          </>
        )}
      </Loaded>
    </Page>
  );
}
