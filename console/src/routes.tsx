import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { withBuilderTexts } from './builder/texts.ts';
import { Broken, BrokenPage } from './frame/broken.tsx';
import { NotFound, NotInSpace } from './frame/not-found.tsx';
import { Root } from './frame/root.tsx';
import { SpaceFrame } from './frame/space-frame.tsx';
import { withDeveloperTexts } from './pages/developer/texts.ts';
import { withOperatorTexts } from './pages/operator/texts.ts';
import { late } from './parts/late.ts';
import { textSearch } from './text-search.ts';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const broken = ({ error }: { error: unknown }) => <BrokenPage error={error as Error} />;

const page = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    errorComponent: broken,
    component: lazyRouteComponent(late(load), name),
  });

const space = createRoute({
  getParentRoute: () => root,
  path: '/spaces/$space',
  component: SpaceFrame,
  notFoundComponent: NotInSpace,
  errorComponent: broken,
});

const spacePage = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => space,
    path,
    component: lazyRouteComponent(late(load), name),
  });

const install = createRoute({
  getParentRoute: () => space,
  path: 'installs/$install',
  component: lazyRouteComponent(
    late(() => import('./pages/space/install/install.tsx')),
    'InstallPage',
  ),
});

const installTab = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => install,
    path,
    component: lazyRouteComponent(late(load), name),
  });

const developer = createRoute({
  getParentRoute: () => root,
  id: 'developer',
  errorComponent: broken,
  component: lazyRouteComponent(
    withDeveloperTexts(() => import('./pages/developer/frame.tsx')),
    'DeveloperFrame',
  ),
});

const developedPlugin = createRoute({
  getParentRoute: () => developer,
  path: 'plugins/$plugin',
  component: lazyRouteComponent(
    withDeveloperTexts(() => import('./pages/developer/plugin/plugin.tsx')),
    'DevelopedPluginPage',
  ),
});

const developerPage = (
  path: string,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
) =>
  createRoute({
    getParentRoute: () => developer,
    path,
    component: lazyRouteComponent(withDeveloperTexts(load), name),
  });

const developedPluginTab = (
  path: string,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
) =>
  createRoute({
    getParentRoute: () => developedPlugin,
    path,
    component: lazyRouteComponent(withDeveloperTexts(load), name),
  });

const operator = createRoute({
  getParentRoute: () => root,
  path: 'operator',
  errorComponent: broken,
  component: lazyRouteComponent(
    withOperatorTexts(() => import('./pages/operator/frame.tsx')),
    'OperatorFrame',
  ),
});

const operatorPage = (path: string, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({
    getParentRoute: () => operator,
    path,
    component: lazyRouteComponent(withOperatorTexts(load), name),
  });

const routes = root.addChildren([
  page('/', () => import('./pages/start.tsx'), 'StartPage'),
  page('/spaces', () => import('./pages/spaces.tsx'), 'SpacesPage'),
  page('/notifications', () => import('./pages/account/notifications.tsx'), 'NotificationsPage'),
  page('/account', () => import('./pages/account/account.tsx'), 'AccountPage'),
  page('/grants', () => import('./pages/account/grants.tsx'), 'GrantsPage'),
  developer.addChildren([
    developerPage('plugins', () => import('./pages/developer/plugins/plugins.tsx'), 'PluginsPage'),
    developerPage(
      'deliveries',
      () => import('./pages/developer/deliveries/page.tsx'),
      'DeliveriesPage',
    ),
    developerPage(
      'plugins/$plugin/deliveries/$job',
      () => import('./pages/developer/deliveries/delivery.tsx'),
      'DeliveryPage',
    ),
    developerPage(
      'plugins/$plugin/roll_outs/$rollOut',
      () => import('./pages/developer/roll-outs/page.tsx'),
      'RollOutPage',
    ),
    developerPage(
      'plugins/$plugin/rehearsals/$rehearsal',
      () => import('./pages/developer/rehearsals/rehearsal.tsx'),
      'RehearsalPage',
    ),
    developedPlugin.addChildren([
      developedPluginTab(
        '/',
        () => import('./pages/developer/plugin/overview.tsx'),
        'DevelopedPluginOverview',
      ),
      developedPluginTab(
        'builder',
        withBuilderTexts(() => import('./pages/developer/builder.tsx')),
        'BuilderTab',
      ),
      developedPluginTab('try', () => import('./pages/developer/try-out/try-out.tsx'), 'TryOutTab'),
      developedPluginTab(
        'releases',
        () => import('./pages/developer/releases/releases.tsx'),
        'ReleasesTab',
      ),
      developedPluginTab(
        'deliveries',
        () => import('./pages/developer/deliveries/tab.tsx'),
        'DeliveriesTab',
      ),
      developedPluginTab(
        'set-up-calls',
        () => import('./pages/developer/calls/calls.tsx'),
        'CallsTab',
      ),
      developedPluginTab(
        'collaborators',
        () => import('./pages/developer/collaborators/collaborators.tsx'),
        'CollaboratorsTab',
      ),
      developedPluginTab(
        'secrets',
        () => import('./pages/developer/secrets/secrets.tsx'),
        'SecretsTab',
      ),
    ]),
  ]),
  operator.addChildren([
    operatorPage('/', () => import('./pages/operator/review/queue.tsx'), 'ReviewQueuePage'),
    operatorPage('review', () => import('./pages/operator/review/queue.tsx'), 'ReviewQueuePage'),
    operatorPage(
      'review/$plugin/$release',
      () => import('./pages/operator/review/review.tsx'),
      'ReviewPage',
    ),
    operatorPage('plugins', () => import('./pages/operator/plugins/plugins.tsx'), 'AllPluginsPage'),
    operatorPage(
      'developers',
      () => import('./pages/operator/developers/developers.tsx'),
      'DevelopersPage',
    ),
  ]),
  space.addChildren([
    spacePage('/', () => import('./pages/space/home/home.tsx'), 'HomePage'),
    spacePage('catalog', () => import('./pages/space/catalog/catalog.tsx'), 'CatalogPage'),
    spacePage('catalog/$slug', () => import('./pages/space/catalog/plugin.tsx'), 'PluginPage'),
    spacePage(
      'catalog/$slug/install',
      () => import('./pages/space/catalog/consent.tsx'),
      'ConsentPage',
    ),
    spacePage('installs', () => import('./pages/space/installed/installed.tsx'), 'InstalledPage'),
    spacePage(
      'installs/$install/setup',
      () => import('./pages/space/setup/setup.tsx'),
      'SetupPage',
    ),
    install.addChildren([
      installTab('/', () => import('./pages/space/install/overview.tsx'), 'OverviewTab'),
      installTab('settings', () => import('./pages/space/install/settings.tsx'), 'SettingsTab'),
      installTab('activity', () => import('./pages/space/install/activity.tsx'), 'ActivityTab'),
      installTab('history', () => import('./pages/space/install/history.tsx'), 'HistoryTab'),
      installTab(
        'permissions',
        () => import('./pages/space/install/permissions.tsx'),
        'PermissionsTab',
      ),
    ]),
    spacePage('activity', () => import('./pages/space/activity/activity.tsx'), 'ActivityPage'),
    spacePage('activity/jobs/$job', () => import('./pages/space/activity/job.tsx'), 'JobPage'),
    spacePage('members', () => import('./pages/space/members/members.tsx'), 'MembersPage'),
    spacePage('plugins/$slug', () => import('./pages/space/plugin-page.tsx'), 'EmbeddedPage'),
  ]),
]);

/** All pages. Each is a chunk of its own; links to them are made by `paths`. */
export const router = createRouter({
  routeTree: routes,
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Broken error={error as Error} />,
  scrollRestoration: true,
  ...textSearch,
});
