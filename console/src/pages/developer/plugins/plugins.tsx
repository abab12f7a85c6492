import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { read, readAgain } from '../../../api/query.ts';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { Button } from '../../../ui/button.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { PluginRow } from './plugin-row.tsx';
import { Register } from './register.tsx';
import { Registered } from './registered.tsx';
import { useOwnPlugins } from './use-own-plugins.ts';

/** From here on it is said how many more there may be. */
const NEAR = 0.8;

/** What somebody develops, and how it stands. */
export function PluginsPage() {
  const { plugins: texts } = useDeveloperTexts();
  const query = useOwnPlugins();
  const [isRegistering, setRegistering] = useState(false);
  const [made, setMade] = useState<Schemas['PluginCreated']>();
  const onRegistered = async (created: Schemas['PluginCreated']) => {
    setMade(created);
    setRegistering(false);
    await readAgain('/platform/v1/plugins', '/platform/v1/me', '/platform/v1/quotas');
  };
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const mayRegister = me?.may_register_plugins === true;
  const isAtRest = mayRegister && !isRegistering && made === undefined;
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
      <Quota />
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
              {mayRegister ? texts.noneText : texts.noneUninvited}
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

function Quota() {
  const { plugins: texts } = useDeveloperTexts();
  const { data } = useQuery(read('/platform/v1/quotas', {}));
  if (data === undefined || data.plugins.used < data.plugins.limit * NEAR) return null;
  return (
    <Banner tone="info">
      <p>{texts.quota(data.plugins.used, data.plugins.limit)}</p>
    </Banner>
  );
}
