import { useInfiniteQuery } from '@tanstack/react-query';
import { ApiError } from '../../../api/errors.ts';
import { readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { shownDocument } from '../../../parts/shown-document.ts';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/states.tsx';
import styles from './catalog.module.css';
import { EntryCard } from './entry-card.tsx';
import { CategoryFilter, SearchFilter } from './filters.tsx';

const PAGE_SIZE = 24;

/** What there is to install: searched, by category, and how each stands with the space. */
export function CatalogPage() {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const space = useSpace();
  const [{ search, category }] = useAddressSearch();
  const query = useInfiniteQuery(
    readPages('/platform/v1/catalog', {
      query: {
        space_id: spaceId,
        limit: PAGE_SIZE,
        ...(search && { search }),
        ...(category && { category }),
      },
    }),
  );
  const { error, data: found = [], hasNextPage } = query;
  const refused = error instanceof ApiError ? error.at('/search') : undefined;
  return (
    <>
      <PageTitle title={catalog.title}>{space && catalog.intro(space.name)}</PageTitle>
      <div className={styles.filters}>
        <SearchFilter error={refused} />
        <CategoryFilter />
      </div>
      <p role="status" className={styles.found}>
        {query.isSuccess && (found.length > 0 ? countOf(found.length, hasNextPage) : <NoneFound />)}
      </p>
      {refused === undefined && (
        <Paged query={query} empty={<NothingFound search={search} category={category} />}>
          {(entries) => (
            <ul className={styles.entries}>
              {entries.map((entry) => (
                <EntryCard key={entry.id} entry={entry} planLevel={space?.plan_level ?? null} />
              ))}
            </ul>
          )}
        </Paged>
      )}
    </>
  );

  function countOf(count: number, isMore: boolean): string {
    return isMore ? catalog.foundMore(count) : catalog.found(count);
  }
}

/** For whoever does not see that it is empty below. */
function NoneFound() {
  const { catalog } = useTexts();
  return <span className="visually-hidden">{catalog.noneFound}</span>;
}

interface Asked {
  search: string | undefined;
  category: string | undefined;
}

function NothingFound({ search, category }: Asked) {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const [, changeAddress] = useAddressSearch();
  const why = noMatch();
  if (why === undefined) {
    const action = (
      <PageLink className={buttonClass()} to={paths.space(spaceId)}>
        {catalog.toHome}
      </PageLink>
    );
    return (
      <Empty title={catalog.emptyTitle} action={action}>
        {catalog.emptyText(shownDocument().product)}
      </Empty>
    );
  }
  const showAll = () => changeAddress({ search: undefined, category: undefined });
  return (
    <Empty
      title={catalog.noMatchTitle}
      action={<Button onClick={showAll}>{catalog.showAll}</Button>}
    >
      {why}
    </Empty>
  );

  function noMatch(): string | undefined {
    if (search && category) return catalog.noMatchIn(search, category);
    if (search) return catalog.noMatchSearch(search);
    return category && catalog.noMatchCategory(category);
  }
}
