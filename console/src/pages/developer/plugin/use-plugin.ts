import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';

/** What a page says of the plugin of its address, which has its slug or its id. */
export function useAddressedPlugin() {
  const { plugin = '' } = useParams({ strict: false });
  const asked = read('/platform/v1/plugins/{id}', { path: { id: plugin } });
  // What is shown of one plugin is nothing to be shown of another.
  return useQuery({ ...asked, placeholderData: undefined });
}

/** The plugin of the address, for the pages below it, which are shown once it is read. */
export function usePlugin(): Schemas['PluginWithRole'] {
  const { data } = useAddressedPlugin();
  if (data === undefined) throw new Error('The plugin is not read yet');
  return data;
}
