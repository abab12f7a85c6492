import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { readAgain, readPages } from '../../../api/query.ts';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { PluginRow } from './plugin-row.tsx';
import { Register } from './register.tsx';
import { Registered } from './registered.tsx';

/** What somebody develops, and how it stands. */
export function PluginsPage() {
  const { plugins: texts } = useDeveloperTexts();
  const query = useInfiniteQuery(readPages('/platform/v1/plugins', { query: { limit: 50 } }));
  const [isRegistering, setRegistering] = useState(false);
  const [made, setMade] = useState<Schemas['PluginCreated']>();
  const onRegistered = async (created: Schemas['PluginCreated']) => {
    setMade(created);
    setRegistering(false);
    await readAgain('/platform/v1/plugins', '/platform/v1/me');
  };
  const isAtRest = !isRegistering && made === undefined;
  const register = () => setRegistering(true);
  return (
    <>
      <PageTitle
        title={texts.title}
        actions={
          isAtRest && (
            <Button kind="primary" onClick={register}>
              {texts.register}
            </Button>
          )
        }
      >
        {texts.intro}
      </PageTitle>
      {isRegistering && (
        <Register onRegistered={onRegistered} onCancel={() => setRegistering(false)} />
      )}
      {made && <Registered made={made} />}
      <Card isFlush>
        <Paged
          query={query}
          rows={3}
          empty={
            <Empty
              title={texts.none}
              action={isAtRest && <Button onClick={register}>{texts.registerFirst}</Button>}
            >
              {texts.noneText}
            </Empty>
          }
        >
          {(plugins) => (
            <ul>
              {plugins.map((plugin) => (
                <PluginRow key={plugin.id} plugin={plugin} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
    </>
  );
}
