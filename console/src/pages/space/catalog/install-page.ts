import { useView } from '../../../parts/view.ts';
import { paths } from '../../../paths.ts';

/** Where an install is looked at: on its page; in a view, where that is another view's, on the page about its plugin, which leads there. */
export function useInstallPage(): (spaceId: number, slug: string, install: number) => string {
  const isView = useView() !== undefined;
  return (spaceId, slug, install) =>
    isView ? paths.catalogPlugin(spaceId, slug) : paths.install(spaceId, install);
}
