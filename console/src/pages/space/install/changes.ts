import { api } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';

/** Reads again whatever shows how an install stands. */
export const readChanged = (): Promise<void> =>
  readAgain(
    '/platform/v1/installs/{id}',
    '/platform/v1/spaces/{id}/installs',
    '/platform/v1/installs/{id}/health',
    '/platform/v1/installs/{id}/permissions',
    '/platform/v1/installs/{id}/setup',
    '/platform/v1/installs/{id}/config',
    '/platform/v1/installs/{id}/config/revisions',
    '/platform/v1/jobs',
    '/platform/v1/summary',
  );

/** Ends a suspension. @throws ApiError */
export async function resumeInstall(id: number): Promise<void> {
  await api.POST('/platform/v1/installs/{id}/resume', { params: { path: { id } } });
  await readChanged();
}

/** Where everything that an install keeps is downloaded: the browser does that itself, since it may be large. */
export const exportPath = (id: number) => `/platform/v1/installs/${id}/export`;

/**
 * Makes an old revision the present one.
 *
 * @param present the number of the one that is seen as such: where somebody changed something since, it is refused.
 * @throws ApiError
 */
export async function restoreRevision(asked: {
  installId: number;
  number: number;
  present: number;
  reason?: string;
}): Promise<void> {
  const { installId, number, present, reason } = asked;
  await api.POST('/platform/v1/installs/{id}/config/revisions/{number}/restore', {
    params: { path: { id: installId, number }, header: { 'if-match': `"${present}"` } },
    body: reason ? { reason } : {},
  });
  await readChanged();
}
