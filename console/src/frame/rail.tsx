import '@plugboard/bridge/host/define';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from '@tanstack/react-router';
import {
  Activity,
  Blocks,
  ChevronsUpDown,
  Ellipsis,
  House,
  LayoutGrid,
  type LucideIcon,
  Users,
} from 'lucide-react';
import { read, readPages } from '../api/query.ts';
import { PageLink } from '../parts/page-link.tsx';
import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './frame.module.css';

interface Place {
  name: 'home' | 'catalog' | 'installed' | 'activity' | 'members';
  icon: LucideIcon;
  to: (space: number) => string;
}

const PLACES: readonly Place[] = [
  { name: 'home', icon: House, to: paths.space },
  { name: 'catalog', icon: LayoutGrid, to: paths.catalog },
  { name: 'installed', icon: Blocks, to: paths.installed },
  { name: 'activity', icon: Activity, to: paths.activity },
  { name: 'members', icon: Users, to: paths.members },
];
/** As many as have room beside "more". */
const BOTTOM_PLACES = 4;

/** The pages of a space, and below them those of its plugins. */
export function Rail({ spaceId }: { spaceId: number }) {
  const { frame } = useTexts();
  const { slug = '' } = useParams({ strict: false });
  const { pathname } = useLocation();
  // The page of the catalog about a plugin has its slug as well.
  const isPluginPage = pathname === paths.pluginPage(spaceId, slug);
  return (
    <aside className={styles.rail} aria-label={frame.rail}>
      {shownDocument().onlySpace === undefined ? (
        <SpaceSwitcher spaceId={spaceId} />
      ) : (
        <OnlySpace spaceId={spaceId} />
      )}
      <nav aria-label={frame.nav}>
        <ul>
          {PLACES.map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} spaceId={spaceId} />
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.plugins}>
        <h2>{frame.plugins}</h2>
        <plugboard-sidebar
          space={String(spaceId)}
          label={frame.plugins}
          href={`${paths.space(spaceId)}/plugins/{slug}`}
          selected={isPluginPage ? slug : ''}
        />
      </div>
    </aside>
  );
}

function PlaceLink({ place, spaceId }: { place: Place; spaceId: number }) {
  const { frame } = useTexts();
  const Icon = place.icon;
  return (
    <PageLink className={styles.place} to={place.to(spaceId)} isPrefix={place.name !== 'home'}>
      <Icon size={18} aria-hidden="true" />
      <span>{frame[place.name]}</span>
    </PageLink>
  );
}

function OnlySpace({ spaceId }: { spaceId: number }) {
  const { data: space } = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id: spaceId } }));
  return <p className={styles.onlySpace}>{space?.name}</p>;
}

function SpaceSwitcher({ spaceId }: { spaceId: number }) {
  const { frame } = useTexts();
  const { data: space } = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id: spaceId } }));
  const { data: spaces = [] } = useInfiniteQuery(
    readPages('/platform/v1/me/spaces', { query: { limit: 50 } }),
  );
  return (
    <Popover
      label={frame.switchSpace(space?.name ?? '')}
      buttonClassName={styles.switcher}
      button={
        <>
          <span>{space?.name}</span>
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
    </Popover>
  );
}

/** The rail of narrow screens. */
export function BottomBar({ spaceId }: { spaceId: number }) {
  const { frame } = useTexts();
  return (
    <nav className={styles.bottom} aria-label={frame.nav}>
      {PLACES.slice(0, BOTTOM_PLACES).map((place) => (
        <PlaceLink key={place.name} place={place} spaceId={spaceId} />
      ))}
      <Popover
        label={frame.more}
        side="end"
        isUpwards
        buttonClassName={styles.place}
        button={
          <>
            <Ellipsis size={18} aria-hidden="true" />
            <span>{frame.more}</span>
          </>
        }
      >
        <ul>
          {PLACES.slice(BOTTOM_PLACES).map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} spaceId={spaceId} />
            </li>
          ))}
        </ul>
        <plugboard-sidebar
          space={String(spaceId)}
          label={frame.plugins}
          href={`${paths.space(spaceId)}/plugins/{slug}`}
        />
      </Popover>
    </nav>
  );
}
