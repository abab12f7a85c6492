import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';

/** A plugin of the catalog with all that there is to read about it. */
export type CatalogPlugin = Schemas['CatalogPlugin'];

interface EntryOfProps {
  children: (plugin: CatalogPlugin) => ReactNode;
}

/** The plugin of the catalog that the address names, as it stands with the space; says where there is none, or none any more. */
export function EntryOf({ children }: EntryOfProps) {
  const { slug = '' } = useParams({ strict: false });
  const spaceId = useSpaceId();
  // Another plugin is another page: what was read of the one is not shown at the address of the other.
  return (
    <Entry key={`${spaceId} ${slug}`} slug={slug} spaceId={spaceId}>
      {children}
    </Entry>
  );
}

function Entry({ slug, spaceId, children }: EntryOfProps & { slug: string; spaceId: number }) {
  const query = useQuery(
    read('/platform/v1/catalog/{slug}', { path: { slug }, query: { space_id: spaceId } }),
  );
  const isGone = query.error instanceof ApiError && query.error.code === 'plugin_not_found';
  if (isGone) return <Gone />;
  return (
    <Loaded query={query} rows={8}>
      {children}
    </Loaded>
  );
}

function Gone() {
  const { catalog, frame } = useTexts();
  const spaceId = useSpaceId();
  return (
    <>
      <PageTitle
        title={catalog.goneTitle}
        actions={
          <>
            <PageLink className={buttonClass()} to={paths.installed(spaceId)}>
              {frame.installed}
            </PageLink>
            <PageLink className={buttonClass('primary')} to={paths.catalog(spaceId)}>
              {frame.catalog}
            </PageLink>
          </>
        }
      />
      <Card>
        <p>{catalog.goneText}</p>
      </Card>
    </>
  );
}
