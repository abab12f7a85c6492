import { Outlet, useParams } from '@tanstack/react-router';
import { PageTitle } from '../../../parts/page-title.tsx';
import { TabLinks } from '../../../parts/tab-links.tsx';
import { paths } from '../../../paths.ts';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { type Plugin, PluginState } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { OfPlugin } from './of-plugin.tsx';
import styles from './plugin.module.css';

/** A plugin of one's own: what it is and how it stands, and its tabs. */
export function DevelopedPluginPage() {
  return <OfPlugin>{(plugin) => <Shown plugin={plugin} />}</OfPlugin>;
}

function Shown({ plugin }: { plugin: Plugin }) {
  const { plugin: texts, tryOut } = useDeveloperTexts();
  const { slug, name, icon } = plugin;
  // As it stands in the address: the id is as good as the slug.
  const { plugin: address = slug } = useParams({ strict: false });
  const { tabs } = texts;
  return (
    <div className={styles.page}>
      <PageTitle title={name} icon={<PluginIcon slug={slug} name={name} icon={icon} />}>
        <PluginState plugin={plugin} />
      </PageTitle>
      <TabLinks
        label={tabs.label}
        tabs={[
          { to: paths.plugin(address), label: tabs.overview },
          { to: paths.builderOf(address), label: tabs.builder },
          { to: paths.tryOutOf(address), label: tryOut.tab },
          { to: paths.releasesOf(address), label: tabs.releases },
          { to: paths.deliveriesOf(address), label: tabs.deliveries },
          { to: paths.setUpCallsOf(address), label: tabs.calls },
          { to: paths.collaboratorsOf(address), label: tabs.people },
          { to: paths.secretsOf(address), label: tabs.secrets },
        ]}
      />
      <Outlet />
    </div>
  );
}
