import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { read } from '../../../api/query.ts';
import type { Install } from '../../../parts/install-state.tsx';
import { useSpace } from '../../../parts/use-space.ts';

/** The number of the install whose page this is. */
export function useInstallId(): number {
  const { install } = useParams({ strict: false });
  return Number(install);
}

/** What the page of an install says, for `useQuery`. */
export const readInstall = (id: number) => read('/platform/v1/installs/{id}', { path: { id } });

/**
 * The install whose page this is, for its tabs, which are shown once it is read; and whether whoever looks may change it now: admins may,
 * until it is uninstalled.
 */
export function useInstall(): { install: Install; mayChange: boolean; isAdmin: boolean } {
  const { data } = useQuery(readInstall(useInstallId()));
  const isAdmin = useSpace()?.is_admin ?? false;
  if (data === undefined) throw new Error('The install is not read yet');
  return { install: data, isAdmin, mayChange: isAdmin && data.status !== 'uninstalled' };
}
