import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Broken } from '../frame/broken.tsx';
import { late } from '../parts/late.ts';
import { paths } from '../paths.ts';
import { textSearch } from '../text-search.ts';
import { NothingHere } from './nothing-here.tsx';
import type { ViewPlace } from './place.ts';
import { ViewPage } from './view-page.tsx';

const root = createRootRoute({ notFoundComponent: NothingHere });
const space = createRoute({
  getParentRoute: () => root,
  path: '/spaces/$space',
  component: ViewPage,
});

type Load = Parameters<typeof lazyRouteComponent>[0];

const page = (path: string, load: Load, name: string) =>
  createRoute({
    getParentRoute: () => space,
    path,
    component: lazyRouteComponent(late(load), name),
  });

const install = page(
  'installs/$install',
  () => import('../pages/space/install/install.tsx'),
  'InstallPage',
);

const tab = (path: string, load: Load, name: string) =>
  createRoute({
    getParentRoute: () => install,
    path,
    component: lazyRouteComponent(late(load), name),
  });

// The addresses are those of the console, so that its links lead to the same pages. Which of them a view has, `ways.ts` says.
const routes = root.addChildren([
  space.addChildren([
    page('catalog', () => import('../pages/space/catalog/catalog.tsx'), 'CatalogPage'),
    page('catalog/$slug', () => import('../pages/space/catalog/plugin.tsx'), 'PluginPage'),
    page(
      'catalog/$slug/install',
      () => import('../pages/space/catalog/consent.tsx'),
      'ConsentPage',
    ),
    page('installs', () => import('../pages/space/installed/installed.tsx'), 'InstalledPage'),
    page('installs/$install/setup', () => import('../pages/space/setup/setup.tsx'), 'SetupPage'),
    install.addChildren([
      tab('/', () => import('./install-start.tsx'), 'InstallStart'),
      tab('settings', () => import('../pages/space/install/settings.tsx'), 'SettingsTab'),
      tab('history', () => import('../pages/space/install/history.tsx'), 'HistoryTab'),
      tab('permissions', () => import('../pages/space/install/permissions.tsx'), 'PermissionsTab'),
    ]),
    page('activity', () => import('./activity.tsx'), 'ActivityOfView'),
    page('activity/jobs/$job', () => import('../pages/space/activity/job.tsx'), 'JobPage'),
  ]),
]);

/** The page that a view begins with. */
export function startOf({ view, install: id }: ViewPlace, spaceId: number): string {
  if (view === 'settings') return paths.install(spaceId, id ?? 0);
  return paths[view](spaceId);
}

/** The pages of a view. Where somebody is in it, no address says: the page around has its own. */
export function createViewRouter(start: string) {
  const history = createMemoryHistory({ initialEntries: [start] });
  // Nobody comes to the console by a link of a view.
  history.createHref = (path) => `#${path}`;
  return createRouter({
    routeTree: routes,
    history,
    defaultPreload: 'intent',
    defaultErrorComponent: ({ error }) => <Broken error={error as Error} />,
    ...textSearch,
  });
}
