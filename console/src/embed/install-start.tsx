import { Navigate } from '@tanstack/react-router';
import { OverviewTab } from '../pages/space/install/overview.tsx';
import { useInstall } from '../pages/space/install/use-install.ts';
import { useSpace } from '../parts/use-space.ts';
import { useView } from '../parts/view.ts';
import { paths } from '../paths.ts';

/** What an install begins with in a view: how it stands; where its settings are shown those, or first its set-up. */
export function InstallStart() {
  const view = useView();
  const space = useSpace();
  const { install } = useInstall();
  if (view?.name !== 'settings') return <OverviewTab />;
  if (space === undefined) return null;
  const isToSetUp = install.status === 'setup' && space.is_admin;
  const to = isToSetUp ? paths.setup : paths.installSettings;
  return <Navigate to={to(space.id, install.id)} replace />;
}
