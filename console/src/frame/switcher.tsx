import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import { readPages } from '../api/query.ts';
import { PageLink } from '../parts/page-link.tsx';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './frame.module.css';
import { useHats } from './hats.ts';

/** Where somebody is, and where else they could be: in their spaces, each a document of its own, and at what they do beside those. */
export function Switcher({ here }: { here: string }) {
  const { frame } = useTexts();
  const hats = useHats();
  const { data: spaces = [] } = useInfiniteQuery(
    readPages('/platform/v1/me/spaces', { query: { limit: 50 } }),
  );
  return (
    <Popover
      label={frame.switchSpace(here)}
      buttonClassName={styles.switcher}
      button={
        <>
          <span>{here}</span>
          <ChevronsUpDown size={16} aria-hidden="true" />
        </>
      }
    >
      <ul>
        {spaces.map(({ id, name }) => (
          <li key={id}>
            <a href={paths.space(id)}>{name}</a>
          </li>
        ))}
      </ul>
      {hats.length > 0 && (
        <ul aria-label={frame.places} className={spaces.length > 0 ? styles.hats : undefined}>
          {hats.map(({ name, to }) => (
            <li key={name}>
              <PageLink to={to}>{frame.hats[name]}</PageLink>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
