import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../api/query.ts';
import { useHats } from '../frame/hats.ts';
import { Page } from '../frame/page.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Paged } from '../parts/paged.tsx';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { buttonClass } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/states.tsx';
import styles from './spaces.module.css';

/** The spaces of whoever is signed in: each a document of its own, which says whose pages may be shown in it. */
export function SpacesPage() {
  const { frame } = useTexts();
  const hats = useHats();
  const query = useInfiniteQuery(readPages('/platform/v1/me/spaces', { query: { limit: 50 } }));
  return (
    <Page>
      <PageTitle
        title={frame.chooseSpace}
        actions={hats.map(({ name, to }) => (
          <PageLink key={name} className={buttonClass()} to={to}>
            {frame.hats[name]}
          </PageLink>
        ))}
      />
      <Card isFlush>
        <Paged query={query} empty={<Empty title={frame.noSpaces} />}>
          {(spaces) => (
            <ul>
              {spaces.map(({ id, name, role }) => (
                <li key={id} className={styles.row}>
                  <a href={paths.space(id)}>{name}</a>
                  <span className={styles.role}>{role}</span>
                </li>
              ))}
            </ul>
          )}
        </Paged>
      </Card>
    </Page>
  );
}
