import { readAgain } from '../../../api/query.ts';

/** Reads again whatever tells which plugins are installed. */
export const readInstallsAgain = (): Promise<void> =>
  readAgain(
    '/platform/v1/catalog',
    '/platform/v1/catalog/{slug}',
    '/platform/v1/installs',
    '/platform/v1/installs/{id}',
    '/platform/v1/spaces/{id}/installs',
  );
