import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { read, readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/field.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { Status, type StatusTone } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugin.module.css';

type Endpoint = Schemas['Endpoint'];

const TONES = {
  healthy: 'success',
  failing: 'danger',
  disabled: 'held',
} as const satisfies Record<Endpoint['status'], StatusTone>;

const MAX_REASON = 500;

/** Where the plugin is sent each event that it hears, whether it answers there, and the switch. */
export function Endpoints({ plugin }: { plugin: Plugin }) {
  const { plugin: texts } = useDeveloperTexts();
  const path = { id: String(plugin.id) };
  const query = useQuery(read('/platform/v1/plugins/{id}/endpoints', { path }));
  return (
    <Card title={texts.endpoints} isFlush>
      <Loaded query={query} rows={2}>
        {({ data: endpoints }) =>
          endpoints.length === 0 ? (
            <Empty title={texts.noEndpoints}>{texts.noEndpointsText}</Empty>
          ) : (
            <ul className={rows.rows}>
              {endpoints.map((endpoint) => (
                <EndpointRow
                  key={`${endpoint.event_name} ${endpoint.url}`}
                  plugin={plugin}
                  endpoint={endpoint}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

interface EndpointProps {
  plugin: Plugin;
  endpoint: Endpoint;
}

function EndpointRow({ plugin, endpoint }: EndpointProps) {
  const { plugin: texts } = useDeveloperTexts();
  const vocabulary = useVocabulary();
  const { event_name, url, status } = endpoint;
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <span className={rows.title}>{vocabulary.event(event_name)}</span>
          <Status tone={TONES[status]}>{texts.endpointState[status]}</Status>
        </p>
        <p className={styles.url}>{url}</p>
        <Why endpoint={endpoint} />
      </div>
      <div className={rows.actions}>
        {status !== 'healthy' && (
          <PageLink
            className={buttonClass('quiet', 'small')}
            to={paths.deliveriesOf(plugin.slug)}
            search={{ event: event_name }}
          >
            {texts.seeDeliveries}
          </PageLink>
        )}
        {mayChange(plugin) && (
          <Switch plugin={plugin} endpoint={endpoint} event={vocabulary.event(event_name)} />
        )}
      </div>
    </li>
  );
}

function Why({ endpoint }: { endpoint: Endpoint }) {
  const { plugin: texts } = useDeveloperTexts();
  const { status, failures, failing_since, disabled_at, disabled_reason } = endpoint;
  if (status === 'healthy') return null;
  const since = status === 'disabled' ? disabled_at : failing_since;
  return (
    <p className={styles.head}>
      {since !== null && (
        <span>
          {status === 'disabled' ? texts.switchedOff : texts.firstFailed} <Time at={since} />
        </span>
      )}
      {status === 'failing' && <span>{texts.endpointFails(failures)}</span>}
      {status === 'disabled' && disabled_reason !== null && (
        <span>{texts.offReason(disabled_reason)}</span>
      )}
    </p>
  );
}

/** Reads again what the switch changes. */
const readHealthAgain = () =>
  readAgain(
    '/platform/v1/plugins/{id}/endpoints',
    '/platform/v1/plugins/{id}/notices',
    '/platform/v1/plugins/{id}/deliveries',
  );

function Switch({ plugin, endpoint, event }: EndpointProps & { event: string }) {
  const { plugin: texts } = useDeveloperTexts();
  const doing = useDoing();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const params = {
    path: { id: String(plugin.id), event_name: endpoint.event_name },
    query: { url: endpoint.url },
  };
  const enable = () =>
    doing.run(async () => {
      await api.POST('/platform/v1/plugins/{id}/endpoints/{event_name}/enable', { params });
      await readHealthAgain();
    });
  const disable = async () => {
    await api.POST('/platform/v1/plugins/{id}/endpoints/{event_name}/disable', {
      params,
      body: reason.trim() === '' ? {} : { reason: reason.trim() },
    });
    setReason('');
    await readHealthAgain();
  };
  return (
    <>
      {endpoint.status === 'disabled' ? (
        <Button
          size="small"
          isBusy={doing.isBusy}
          aria-label={texts.enableOf(event)}
          onClick={enable}
        >
          {texts.enable}
        </Button>
      ) : (
        <Button size="small" aria-label={texts.disableOf(event)} onClick={() => setAsking(true)}>
          {texts.disable}
        </Button>
      )}
      {doing.words !== undefined && <p role="alert">{doing.words}</p>}
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.disableOf(event)}
        action={texts.disable}
        onConfirm={disable}
      >
        <p>{texts.disableText}</p>
        <TextField
          label={texts.disableReason}
          hint={texts.disableReasonHint}
          isOptional
          value={reason}
          maxLength={MAX_REASON}
          onChange={({ target }) => setReason(target.value)}
        />
      </Confirm>
    </>
  );
}
