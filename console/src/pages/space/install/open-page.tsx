import { loadEmbeds } from '@plugboard/bridge/host';
import { useEffect, useState } from 'react';
import { useView } from '../../../parts/view.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { useInstall } from './use-install.ts';

/**
 * To the page that a plugin has in the sidebar: a document of its own, which says whose pages may be shown in it. A view has none of them,
 * nor the cookie that who asks for them is known by.
 */
export function OpenPage() {
  return useView() === undefined ? <Way /> : null;
}

function Way() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const { space_id, plugin_slug: slug, plugin_name: name } = install;
  if (!useHasPage(space_id, slug)) return null;
  return (
    <a className={buttonClass()} href={paths.pluginPage(space_id, slug)}>
      {texts.health.openPage(name)}
    </a>
  );
}

/** Whether the sidebar leads to a plugin. Where it could not be loaded, it says so itself. */
function useHasPage(spaceId: number, slug: string): boolean {
  const [hasPage, setHasPage] = useState(false);
  useEffect(() => {
    let isOver = false;
    loadEmbeds(spaceId).then(
      ({ plugins }) =>
        !isOver && setHasPage(plugins.some((one) => one.slug === slug && one.sidebar)),
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [spaceId, slug]);
  return hasPage;
}
