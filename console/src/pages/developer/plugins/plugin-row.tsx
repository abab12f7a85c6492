import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Status } from '../../../ui/status.tsx';
import { PluginState } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugins.module.css';

type Plugin = Schemas['ListedPlugin'];

/** A plugin at a glance. */
export function PluginRow({ plugin }: { plugin: Plugin }) {
  const { unread } = useDeveloperTexts();
  const { slug, name, icon, unread_notices } = plugin;
  return (
    <li className={styles.row}>
      <PluginIcon slug={slug} name={name} icon={icon} />
      <div className={styles.text}>
        <PageLink className={styles.name} to={paths.plugin(slug)}>
          {name}
        </PageLink>
        <p className={styles.slug}>{slug}</p>
      </div>
      <span className={styles.state}>
        <PluginState plugin={plugin} />
      </span>
      <span className={styles.health}>
        {unread_notices > 0 && <Status tone="info">{unread.count(unread_notices)}</Status>}
        {plugin.current_release !== null && plugin.suspended_at === null && (
          <Health plugin={plugin} />
        )}
      </span>
    </li>
  );
}

/** Whether its endpoints answer: the worst of it, in words. */
function Health({ plugin: { id } }: { plugin: Plugin }) {
  const { plugins: texts } = useDeveloperTexts();
  const path = { id: String(id) };
  const { data } = useQuery(read('/platform/v1/plugins/{id}/endpoints', { path }));
  const endpoints = data?.data ?? [];
  const count = (wanted: string) => endpoints.filter(({ status }) => status === wanted).length;
  const [failing, disabled] = [count('failing'), count('disabled')];
  if (failing > 0) return <Status tone="danger">{texts.failing(failing)}</Status>;
  if (disabled > 0) return <Status tone="held">{texts.disabled(disabled)}</Status>;
  return endpoints.length > 0 && <Status tone="success">{texts.healthy}</Status>;
}
