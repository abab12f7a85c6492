import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import tabs from '../../../ui/tabs.module.css';
import { InstallRow } from './install-row.tsx';

/** Which installs each view asks the server for; those that want something are picked from what is installed. */
const VIEWS = {
  all: 'setup,active,suspended',
  attention: 'setup,active,suspended',
  uninstalled: 'uninstalled',
};
type View = keyof typeof VIEWS;

/** The plugins of a space, and how each stands. */
export function InstalledPage() {
  const { installed: texts } = useTexts();
  const space = useSpace();
  const id = useSpaceId();
  const [search] = useAddressSearch();
  const view: View = Object.hasOwn(VIEWS, search.state ?? '') ? (search.state as View) : 'all';
  const query = useInfiniteQuery(
    readPages('/platform/v1/spaces/{id}/installs', {
      path: { id },
      query: { limit: 50, status: VIEWS[view] },
    }),
  );
  return (
    <>
      <PageTitle
        title={texts.title}
        actions={
          space?.is_admin && (
            <PageLink className={buttonClass('primary')} to={paths.catalog(id)}>
              {texts.find}
            </PageLink>
          )
        }
      >
        {space !== undefined && !space.is_admin && texts.onlyAdmins}
      </PageTitle>
      <Views />
      <Card isFlush>
        <Paged query={query} empty={<Nothing view={view} />}>
          {(installs) => {
            const shown = installs.filter(
              ({ attention, status, erased_at }) =>
                erased_at === null &&
                (view !== 'attention' || attention.length > 0 || status === 'suspended'),
            );
            if (shown.length === 0 && !query.hasNextPage) return <Nothing view={view} />;
            return (
              <ul>
                {shown.map((install) => (
                  <InstallRow key={install.id} install={install} />
                ))}
              </ul>
            );
          }}
        </Paged>
      </Card>
    </>
  );
}

function Views() {
  const { installed: texts } = useTexts();
  const id = useSpaceId();
  return (
    <nav className={tabs.tabs} aria-label={texts.views.label}>
      {(Object.keys(VIEWS) as View[]).map((name) => (
        <PageLink
          key={name}
          to={paths.installed(id)}
          search={name === 'all' ? {} : { state: name }}
          isFilter
        >
          {texts.views[name]}
        </PageLink>
      ))}
    </nav>
  );
}

function Nothing({ view }: { view: View }) {
  const { installed: texts } = useTexts();
  const id = useSpaceId();
  const toCatalog = (
    <PageLink className={buttonClass('primary')} to={paths.catalog(id)}>
      {texts.find}
    </PageLink>
  );
  return (
    <Empty title={texts.empty[view].title} action={view === 'all' && toCatalog}>
      {texts.empty[view].text}
    </Empty>
  );
}
