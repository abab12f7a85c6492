import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { type Item, readAgain, readPages } from '../../api/query.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Paged } from '../../parts/paged.tsx';
import { useFormat, useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import rows from '../../ui/rows.module.css';
import { Empty } from '../../ui/states.tsx';
import styles from './account.module.css';
import { MadeToken } from './made-token.tsx';
import { NewToken } from './new-token.tsx';
import { Section } from './section.tsx';

const TOKENS = '/platform/v1/personal_access_tokens';
type Token = Item<typeof TOKENS>;

/** What somebody's scripts call the API with. */
export function Tokens() {
  const { account } = useTexts();
  const query = useInfiniteQuery(readPages(TOKENS, { query: { limit: 50 } }));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas['PersonalTokenCreated']>();
  const [leaving, setLeaving] = useState<Token>();
  const revoke = async () => {
    if (leaving === undefined) return;
    const path = { id: leaving.id };
    await api.DELETE('/platform/v1/personal_access_tokens/{id}', { params: { path } });
    if (made?.id === leaving.id) setMade(undefined);
    await readAgain(TOKENS);
  };
  const onMade = async (token: Schemas['PersonalTokenCreated']) => {
    setMade(token);
    setMaking(false);
    await readAgain(TOKENS);
  };
  return (
    <Section
      title={account.tokens}
      text={account.tokensText}
      isFlush
      actions={
        !isMaking &&
        made === undefined && <Button onClick={() => setMaking(true)}>{account.newToken}</Button>
      }
    >
      {made && <MadeToken token={made} onKept={() => setMade(undefined)} />}
      {isMaking && <NewToken onMade={onMade} onCancel={() => setMaking(false)} />}
      <Paged
        query={query}
        rows={2}
        empty={<Empty title={account.tokensEmpty}>{account.tokensEmptyText}</Empty>}
      >
        {(tokens) => (
          <ul className={rows.rows}>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setLeaving(token)} />
            ))}
          </ul>
        )}
      </Paged>
      <Confirm
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={account.revokeTitle(leaving?.name ?? '')}
        action={account.revokeOf(leaving?.name ?? '')}
        onConfirm={revoke}
      >
        <p>{account.revokeText}</p>
      </Confirm>
    </Section>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { account } = useTexts();
  const format = useFormat();
  const { name, hint, created_at, expires_at } = token;
  const expires =
    expires_at === null
      ? account.expiresNever
      : `${account.expiresAt} ${format.date(Date.parse(expires_at))}`;
  return (
    <li>
      <div className={rows.main}>
        <p>
          <span className={rows.title}>{name}</span> <code className={styles.hint}>{hint}</code>
        </p>
        <p className={rows.muted}>
          {account.madeAt} {format.date(Date.parse(created_at))} · {expires}
        </p>
      </div>
      <Button size="small" onClick={onRevoke} aria-label={account.revokeOf(name)}>
        {account.revoke}
      </Button>
    </li>
  );
}
