import type { ReactNode } from 'react';
import { PageLink } from '../../../parts/page-link.tsx';
import { shownDocument } from '../../../parts/shown-document.ts';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import styles from './plugin.module.css';
import { webAddress } from './web-address.ts';

/** Whose a plugin is, where there is more about it, how old its release is. */
export function Facts({ plugin }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  const format = useFormat();
  const { author, categories, release, placements } = plugin;
  const website = webAddress(plugin.website);
  const shownIn = (['sidebar', 'toolbar'] as const).filter((place) => placements[place]);
  return (
    <Card title={catalog.facts} className={styles.facts}>
      <dl>
        {author !== null && <Fact name={catalog.author}>{author}</Fact>}
        {website && (
          <Fact name={catalog.website}>
            <a href={website.href} target="_blank" rel="noreferrer noopener">
              {website.host}
            </a>
          </Fact>
        )}
        {categories.length > 0 && (
          <Fact name={catalog.categories}>
            <Categories names={categories} />
          </Fact>
        )}
        {shownIn.length > 0 && (
          <Fact name={catalog.shows}>
            {format.list(shownIn.map((place) => catalog.showsIn[place]))}
          </Fact>
        )}
        {plugin.origin === 'partner' && (
          <Fact name={catalog.reviewed}>{catalog.reviewedWhy(shownDocument().product)}</Fact>
        )}
        <Fact name={catalog.release}>
          {catalog.releaseOf(release.number, format.date(Date.parse(release.published_at)))}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Categories({ names }: { names: string[] }) {
  const spaceId = useSpaceId();
  return (
    <ul className={styles.categories}>
      {names.map((category) => (
        <li key={category}>
          <PageLink to={paths.catalog(spaceId)} search={{ category }}>
            {category}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
