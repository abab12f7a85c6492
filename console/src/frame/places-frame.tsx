import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useNarrow } from '../ui/use-narrow.ts';
import { AppBar } from './app-bar.tsx';
import styles from './frame.module.css';
import { type Place, PlaceLink } from './place-link.tsx';
import { Switcher } from './switcher.tsx';

interface PlacesFrameProps {
  /** What the places belong to. */
  here: string;
  /** What the list of them is called for those who do not see it. */
  nav: string;
  places: readonly Place[];
  /** By default the page of the address. */
  children?: ReactNode;
}

/** What is around pages that are of no space. */
export function PlacesFrame({ here, nav, places, children = <Outlet /> }: PlacesFrameProps) {
  const isNarrow = useNarrow();
  return (
    <div className={styles.space}>
      <AppBar />
      {!isNarrow && (
        <aside className={styles.rail} aria-label={here}>
          <Switcher here={here} />
          <nav aria-label={nav}>
            <ul>
              {places.map((place) => (
                <li key={place.to}>
                  <PlaceLink place={place} />
                </li>
              ))}
            </ul>
          </nav>
        </aside>
      )}
      <main id="content" tabIndex={-1} className={styles.content}>
        {children}
      </main>
      {isNarrow && (
        <nav className={styles.bottom} aria-label={nav}>
          {places.map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        </nav>
      )}
    </div>
  );
}
