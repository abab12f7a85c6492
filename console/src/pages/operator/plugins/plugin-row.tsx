import type { Item } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import rows from '../../../ui/rows.module.css';
import { PluginState } from '../../developer/plugin-state.tsx';
import styles from '../review/review.module.css';
import { useOperatorTexts } from '../texts.ts';
import { KillSwitch } from './kill-switch.tsx';
import { Listing } from './listing.tsx';

/** A plugin with what an operator needs to know of it, and what they can do about it. */
export function PluginRow({ plugin }: { plugin: Item<'/platform/v1/plugins'> }) {
  const { plugins: texts } = useOperatorTexts();
  const { slug, name, icon, origin, installs = 0, suspended_at, suspended_reason } = plugin;
  return (
    <li>
      <PluginIcon slug={slug} name={name} icon={icon} />
      <div className={rows.main}>
        <p className={styles.head}>
          <PageLink className={styles.name} to={paths.plugin(slug)}>
            {name}
          </PageLink>
          <PluginState plugin={plugin} />
        </p>
        <p className={rows.muted}>
          {slug} · {texts.origins[origin]} · {texts.installs(installs)}
        </p>
        {suspended_at !== null && suspended_reason !== null && (
          <p>{texts.stopped(suspended_reason)}</p>
        )}
      </div>
      <div className={rows.actions}>
        <Listing plugin={plugin} />
        <KillSwitch plugin={plugin} />
      </div>
    </li>
  );
}
