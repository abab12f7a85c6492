import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { type Item, readAgain, readPages } from '../../api/query.ts';
import { PageLink } from '../../parts/page-link.tsx';
import { Paged } from '../../parts/paged.tsx';
import { useDoing } from '../../parts/use-doing.ts';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';
import { Checkbox } from '../../ui/field.tsx';
import rows from '../../ui/rows.module.css';
import { Empty } from '../../ui/states.tsx';
import { Section } from './section.tsx';

const SPACES = '/platform/v1/me/spaces';

/** Where somebody works, and whether plugin pages come from where they are developed. */
export function OwnSpaces() {
  const { account, frame } = useTexts();
  const query = useInfiniteQuery(readPages(SPACES, { query: { limit: 50 } }));
  return (
    <Section title={account.spaces} text={account.spacesText} isFlush>
      <Paged query={query} rows={2} empty={<Empty title={frame.noSpaces} />}>
        {(spaces) => (
          <ul className={rows.rows}>
            {spaces.map((space) => (
              <SpaceRow key={space.id} space={space} />
            ))}
          </ul>
        )}
      </Paged>
    </Section>
  );
}

function SpaceRow({ space }: { space: Item<typeof SPACES> }) {
  const { account } = useTexts();
  const doing = useDoing();
  const { id, name, role } = space;
  const [chosen, setChosen] = useState<boolean>();
  const choose = async (development: boolean) => {
    setChosen(development);
    await doing.run(async () => {
      await api.PATCH('/platform/v1/me/spaces/{id}', {
        params: { path: { id } },
        body: { development },
      });
      await readAgain(SPACES, '/platform/v1/me/spaces/{id}');
    });
    setChosen(undefined);
  };
  return (
    <li>
      <div className={rows.main}>
        <PageLink to={paths.space(id)}>{name}</PageLink>
        <div className={rows.muted}>{role}</div>
      </div>
      <Checkbox
        label={account.development}
        name={account.developmentIn(name)}
        isChecked={chosen ?? space.development}
        error={doing.words}
        onChange={choose}
      />
    </li>
  );
}
