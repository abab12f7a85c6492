import { useFormat } from '../../../texts.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { Copyable } from '../../../ui/copyable.tsx';
import { BeingDeleted } from '../deletion/being-deleted.tsx';
import { DeletePlugin } from '../deletion/delete-plugin.tsx';
import { mayManage } from '../may.ts';
import { stateOf } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Endpoints } from './endpoints.tsx';
import { NextSteps } from './next-steps.tsx';
import { Notices } from './notices.tsx';
import styles from './plugin.module.css';
import { Releases } from './releases.tsx';
import { Stats } from './stats.tsx';
import { usePlugin } from './use-plugin.ts';

/** How a plugin stands: its releases in short, whether its endpoints answer, and what its developer was told. */
export function DevelopedPluginOverview() {
  const { plugin: texts } = useDeveloperTexts();
  const plugin = usePlugin();
  const { suspended_at, suspended_reason } = plugin;
  return (
    <div className={styles.tab}>
      {plugin.deleted_at !== null && <BeingDeleted plugin={plugin} />}
      {suspended_at !== null && (
        <Banner tone="danger">
          <p>{texts.stands.suspended}</p>
          {suspended_reason !== null && <p>{texts.suspendedReason(suspended_reason)}</p>}
        </Banner>
      )}
      {plugin.current_release === null && suspended_at === null && <NextSteps plugin={plugin} />}
      <Endpoints plugin={plugin} />
      <Stats plugin={plugin} />
      <div className={styles.columns}>
        <Standing />
        <Releases plugin={plugin} />
      </div>
      <Notices plugin={plugin} />
      {mayManage(plugin) && <DeletePlugin plugin={plugin} />}
    </div>
  );
}

function Standing() {
  const { plugin: texts } = useDeveloperTexts();
  const format = useFormat();
  const plugin = usePlugin();
  const state = stateOf(plugin);
  return (
    <Card title={texts.standing}>
      <div className={styles.standing}>
        {state !== 'suspended' && state !== 'deleted' && <p>{texts.stands[state]}</p>}
        <dl className={styles.facts}>
          <dt>{texts.slug}</dt>
          <dd>{plugin.slug}</dd>
          <dt>{texts.clientId}</dt>
          <dd>
            <Copyable value={plugin.client_id} shown={plugin.client_id} />
          </dd>
          <dt>{texts.clientType}</dt>
          <dd>{texts.clientTypes[plugin.client_type]}</dd>
          <dt>{texts.since}</dt>
          <dd>{format.date(Date.parse(plugin.created_at))}</dd>
        </dl>
      </div>
    </Card>
  );
}
