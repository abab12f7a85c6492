import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { type Install, InstallStatus, setupStopOf } from '../../../parts/install-state.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { TabLinks } from '../../../parts/tab-links.tsx';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { useView } from '../../../parts/view.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import styles from './install.module.css';
import { InstallMenu } from './install-menu.tsx';
import { Uninstalled } from './uninstalled.tsx';
import { readInstall, useInstallId } from './use-install.ts';

/** A plugin in a space: what it is and how it stands, and its tabs. */
export function InstallPage() {
  const query = useQuery(readInstall(useInstallId()));
  return <Loaded query={query}>{(install) => <Shown install={install} />}</Loaded>;
}

function Shown({ install }: { install: Install }) {
  const isAdmin = useSpace()?.is_admin;
  // A view of its settings has nothing for the install as a whole.
  const isWhole = useView()?.name !== 'settings';
  return (
    <div className={styles.page}>
      <PageTitle
        title={install.plugin_name}
        icon={
          <PluginIcon
            slug={install.plugin_slug}
            name={install.plugin_name}
            icon={install.plugin_icon}
          />
        }
        actions={
          isWhole && isAdmin && install.erased_at === null && <InstallMenu install={install} />
        }
      >
        <InstallStatus install={install} />
      </PageTitle>
      <Said install={install} isWhole={isWhole} />
      <Tabs install={install} isWhole={isWhole} />
      <Outlet />
    </div>
  );
}

/** What is to be done first, on every tab. */
function Said({ install, isWhole }: { install: Install; isWhole: boolean }) {
  const { install: texts } = useTexts();
  const space = useSpace();
  const { id, space_id, plugin_name: name } = install;
  const isToSetUp = install.setup_open && install.status !== 'uninstalled';
  const stop = setupStopOf(install);
  return (
    <>
      {space !== undefined && !space.is_admin && <p className={styles.note}>{texts.onlyAdmins}</p>}
      {install.status === 'uninstalled' && <Uninstalled install={install} isWhole={isWhole} />}
      {isToSetUp && stop !== undefined && (
        <Banner tone="warning">{texts.setupStopped[stop](name)}</Banner>
      )}
      {isToSetUp && stop === undefined && (
        <Banner
          tone="warning"
          actions={
            space?.is_admin && (
              <PageLink className={buttonClass('primary')} to={paths.setup(space_id, id)}>
                {texts.continueSetup}
              </PageLink>
            )
          }
        >
          {install.status === 'setup' ? texts.setupOpen(name) : texts.setupOpenActive(name)}
        </Banner>
      )}
    </>
  );
}

function Tabs({ install: { id }, isWhole }: { install: Install; isWhole: boolean }) {
  const { install: texts } = useTexts();
  const space = useSpaceId();
  const overview = { to: paths.install(space, id), label: texts.tabs.overview };
  const others = [
    { to: paths.installSettings(space, id), label: texts.tabs.settings },
    { to: paths.installActivity(space, id), label: texts.tabs.activity },
    { to: paths.installHistory(space, id), label: texts.tabs.history },
    { to: paths.installPermissions(space, id), label: texts.tabs.permissions },
  ];
  return <TabLinks label={texts.tabs.label} tabs={isWhole ? [overview, ...others] : others} />;
}
