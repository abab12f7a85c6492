import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/card.tsx';
import { ShownOnce } from '../secrets/shown-once.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugins.module.css';

/** A plugin that was just registered, with the secret that nothing shows again; then on to its page. */
export function Registered({ made }: { made: Schemas['PluginCreated'] }) {
  const { plugins: texts, nextSteps } = useDeveloperTexts();
  const navigate = useNavigate();
  const [isKept, setKept] = useState(false);
  const { plugin, credentials } = made;
  // Once it is no longer held here, so that leaving asks nothing.
  useEffect(() => {
    if (isKept) navigate({ to: paths.plugin(plugin.slug) });
  }, [isKept, navigate, plugin.slug]);
  return (
    <Card isFlush>
      <ShownOnce
        level={2}
        title={texts.registered(plugin.name)}
        text={texts.keepNow}
        values={[
          { label: texts.clientId, value: credentials.client_id, copy: texts.copyId },
          { label: texts.clientSecret, value: credentials.client_secret, copy: texts.copySecret },
          {
            label: texts.webhookSecret,
            value: credentials.webhook_secret,
            copy: texts.copyWebhookSecret,
          },
        ]}
        kept={texts.kept(plugin.name)}
        isKept={isKept}
        onKept={() => setKept(true)}
      />
      <p className={styles.ahead}>{nextSteps.ahead}</p>
    </Card>
  );
}
