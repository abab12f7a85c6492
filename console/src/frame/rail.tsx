import '@plugboard/bridge/host/define';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from '@tanstack/react-router';
import { Activity, Blocks, Ellipsis, House, LayoutGrid, Users } from 'lucide-react';
import { read } from '../api/query.ts';
import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './frame.module.css';
import { type Place, PlaceLink } from './place-link.tsx';
import { Switcher } from './switcher.tsx';

/** The pages of a space. */
function usePlaces(spaceId: number): readonly Place[] {
  const { frame } = useTexts();
  return [
    { label: frame.home, icon: House, to: paths.space(spaceId), isAlone: true },
    { label: frame.catalog, icon: LayoutGrid, to: paths.catalog(spaceId) },
    { label: frame.installed, icon: Blocks, to: paths.installed(spaceId) },
    { label: frame.activity, icon: Activity, to: paths.activity(spaceId) },
    { label: frame.members, icon: Users, to: paths.members(spaceId) },
  ];
}

/** As many as have room beside "more". */
const BOTTOM_PLACES = 4;

/** The pages of a space, and below them those of its plugins. */
export function Rail({ spaceId }: { spaceId: number }) {
  const { frame } = useTexts();
  const { slug = '' } = useParams({ strict: false });
  const { pathname } = useLocation();
  const places = usePlaces(spaceId);
  const { data: space } = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id: spaceId } }));
  // The page of the catalog about a plugin has its slug as well.
  const isPluginPage = pathname === paths.pluginPage(spaceId, slug);
  return (
    <aside className={styles.rail} aria-label={frame.rail}>
      {shownDocument().onlySpace === undefined ? (
        <Switcher here={space?.name ?? ''} />
      ) : (
        <p className={styles.onlySpace}>{space?.name}</p>
      )}
      <nav aria-label={frame.nav}>
        <ul>
          {places.map((place) => (
            <li key={place.to}>
              <PlaceLink place={place} />
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

/** The rail of narrow screens. */
export function BottomBar({ spaceId }: { spaceId: number }) {
  const { frame } = useTexts();
  const places = usePlaces(spaceId);
  return (
    <nav className={styles.bottom} aria-label={frame.nav}>
      {places.slice(0, BOTTOM_PLACES).map((place) => (
        <PlaceLink key={place.to} place={place} />
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
          {places.slice(BOTTOM_PLACES).map((place) => (
            <li key={place.to}>
              <PlaceLink place={place} />
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
