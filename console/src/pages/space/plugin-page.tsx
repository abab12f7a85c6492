import { useParams } from '@tanstack/react-router';
import { pageContext } from '../../frame/page-context.ts';
import { PageTitle } from '../../parts/page-title.tsx';
import { useInstalls } from '../../parts/use-installs.ts';
import { useSpaceId } from '../../parts/use-space.ts';

/** The page of a plugin, in a frame: the element that a host puts into its own product. */
export function EmbeddedPage() {
  const id = useSpaceId();
  const { slug = '' } = useParams({ strict: false });
  const { data: installs = [] } = useInstalls(id);
  const name = installs.find(({ plugin_slug }) => plugin_slug === slug)?.plugin_name ?? slug;
  return (
    <>
      {/* The plugin's page says its name itself. */}
      <div className="visually-hidden">
        <PageTitle title={name} />
      </div>
      <plugboard-plugin key={slug} space={String(id)} slug={slug} context={pageContext} />
    </>
  );
}
