import { Outlet } from '@tanstack/react-router';
import { Blocks, Send } from 'lucide-react';
import { AppBar } from '../../frame/app-bar.tsx';
import styles from '../../frame/frame.module.css';
import { type Place, PlaceLink } from '../../frame/place-link.tsx';
import { Switcher } from '../../frame/switcher.tsx';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';

/** What is around the pages of who develops plugins. */
export function DeveloperFrame() {
  const { frame } = useTexts();
  const isNarrow = useNarrow();
  const places: Place[] = [
    { label: frame.plugins, icon: Blocks, to: paths.plugins() },
    { label: frame.deliveries, icon: Send, to: paths.deliveries() },
  ];
  return (
    <div className={styles.space}>
      <AppBar />
      {!isNarrow && (
        <aside className={styles.rail} aria-label={frame.hats.developer}>
          <Switcher here={frame.hats.developer} />
          <nav aria-label={frame.developerNav}>
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
        <Outlet />
      </main>
      {isNarrow && (
        <nav className={styles.bottom} aria-label={frame.developerNav}>
          {places.map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        </nav>
      )}
    </div>
  );
}
