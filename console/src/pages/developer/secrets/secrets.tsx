import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { newOnceKey } from '../../../api/once.ts';
import { read, readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { mayChange } from '../may.ts';
import { usePlugin } from '../plugin/use-plugin.ts';
import { useDeveloperTexts } from '../texts.ts';
import { SecretRow } from './secret-row.tsx';
import styles from './secrets.module.css';
import { ShownOnce } from './shown-once.tsx';

const SECRETS = '/platform/v1/plugins/{id}/secrets';

/** The generations of the client secret: made anew, and withdrawn. */
export function SecretsTab() {
  const { secrets: texts, plugins } = useDeveloperTexts();
  const format = useFormat();
  const plugin = usePlugin();
  const isAllowed = mayChange(plugin);
  const path = { id: String(plugin.id) };
  const query = useQuery(read(SECRETS, { path }));
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<Schemas['SecretCreated']>();
  // Asked again since no answer came, it is rotated once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key for each generation
  const key = useMemo(newOnceKey, [made?.generation]);
  const rotate = async () => {
    const params = { path, header: { 'Idempotency-Key': key } };
    const { data } = await api.POST(SECRETS, { params, body: {} });
    if (data !== undefined) setMade(data);
    await readAgain(SECRETS);
  };
  return (
    <>
      <Card
        title={texts.title}
        isFlush
        actions={
          isAllowed &&
          made === undefined && <Button onClick={() => setAsking(true)}>{texts.rotate}</Button>
        }
      >
        <p className={styles.intro}>{texts.intro}</p>
        {made && (
          <ShownOnce
            level={3}
            title={texts.rotated(made.generation)}
            text={[
              plugins.keepNow,
              made.previous_expires_at !== null &&
                texts.worksBeforeUntil(format.exact(Date.parse(made.previous_expires_at))),
            ]
              .filter(Boolean)
              .join(' ')}
            values={[
              { label: plugins.clientSecret, value: made.client_secret, copy: plugins.copySecret },
              {
                label: plugins.webhookSecret,
                value: made.webhook_secret,
                copy: plugins.copyWebhookSecret,
              },
            ]}
            kept={texts.kept}
            onKept={() => setMade(undefined)}
          />
        )}
        <Loaded query={query} rows={2}>
          {({ data: generations }) => (
            <ul className={rows.rows}>
              {generations.map((secret, index) => (
                <SecretRow
                  key={secret.generation}
                  pluginId={path.id}
                  secret={secret}
                  isNewest={index === 0}
                  isFixed={!isAllowed}
                  isOnly={generations.filter(({ live }) => live).length === 1}
                  isNewerProved={generations
                    .slice(0, index)
                    .some(({ live, proved_at }) => live && proved_at !== null)}
                />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.rotate}
        action={texts.rotate}
        kind="primary"
        onConfirm={rotate}
      >
        <p>{texts.rotateText}</p>
        <p>{texts.rotateProof}</p>
      </Confirm>
    </>
  );
}
