import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { setupStopOf } from '../../../parts/install-state.tsx';

/** The plugin of an install, as its pages name it. */
export interface PluginOfInstall {
  slug: string;
  name: string;
  icon: string | null;
  /** Nothing of it can be set up anywhere for now. */
  isStopped: boolean;
}

/** Undefined while it is loaded. */
export function usePluginOf(installId: number): PluginOfInstall | undefined {
  const { data } = useQuery(read('/platform/v1/installs/{id}', { path: { id: installId } }));
  if (data === undefined) return undefined;
  const isStopped = setupStopOf(data) === 'plugin_suspended';
  return { slug: data.plugin_slug, name: data.plugin_name, icon: data.plugin_icon, isStopped };
}
