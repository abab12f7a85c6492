import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';

/** The plugin of an install, as its pages name it. */
export interface PluginOfInstall {
  slug: string;
  name: string;
  icon: string | null;
}

/** Undefined while it is loaded. */
export function usePluginOf(installId: number): PluginOfInstall | undefined {
  const { data } = useQuery(read('/platform/v1/installs/{id}', { path: { id: installId } }));
  return data && { slug: data.plugin_slug, name: data.plugin_name, icon: data.plugin_icon };
}
