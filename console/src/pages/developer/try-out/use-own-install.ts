import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { read, readAgain } from '../../../api/query.ts';

const INSTALLS = '/platform/v1/plugins/{id}/development_installs';
const INSTALL = '/platform/v1/plugins/{id}/development_install';

const pathOf = (plugin: number) => ({ path: { id: String(plugin) } });

/** Who looks tries a plugin out here: a page of one install, or of none. */
export const useOwnInstalls = (plugin: number) =>
  useQuery({
    ...read(INSTALLS, pathOf(plugin)),
    // What was saved in the Builder meanwhile runs in it.
    refetchOnMount: 'always',
    placeholderData: undefined,
  });

const readInstallsAgain = () => readAgain(INSTALLS, '/platform/v1/quotas', '/platform/v1/activity');

/** Makes one, or installs the plugin there again. @throws ApiError */
export async function makeInstall(plugin: number): Promise<void> {
  await api.POST(INSTALL, { params: pathOf(plugin) });
  await readInstallsAgain();
}

/** Takes it away with its space. @throws ApiError */
export async function removeInstall(plugin: number): Promise<void> {
  await api.DELETE(INSTALL, { params: pathOf(plugin) });
  await readInstallsAgain();
}
