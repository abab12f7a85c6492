import { useState } from 'react';
import { Loaded } from '../../../parts/loaded.tsx';
import { usePlugin } from '../plugin/use-plugin.ts';
import { Compose } from './compose.tsx';
import { Earlier } from './earlier.tsx';
import { Happened } from './happened.tsx';
import { InstallCard } from './install-card.tsx';
import { NoInstall } from './no-install.tsx';
import { Storage } from './storage.tsx';
import styles from './try-out.module.css';
import type { Tried } from './types.ts';
import { useOwnInstalls } from './use-own-install.ts';
import { useTold } from './use-told.ts';

/** A plugin is tried out: a development install, sample events for it, what it makes of them, and what it stores. */
export function TryOutTab() {
  const plugin = usePlugin();
  const installs = useOwnInstalls(plugin.id);
  return (
    <div className={styles.tab}>
      <Loaded query={installs} rows={6}>
        {({ data: [install] }) =>
          install === undefined ? (
            <NoInstall plugin={plugin} />
          ) : (
            <Trying key={install.id} plugin={plugin} install={install} />
          )
        }
      </Loaded>
      {installs.data && <Storage plugin={plugin} installId={installs.data.data[0]?.id} />}
    </div>
  );
}

function Trying(tried: Tried) {
  const [shownId, setShownId] = useState<string>();
  const told = useTold(tried.install);
  // Until one is chosen, the newest of the samples is shown.
  const shown = told.rows.find(({ id }) => id === shownId) ?? told.newest;
  return (
    <>
      <InstallCard {...tried} />
      <div className={styles.columns}>
        <Compose {...tried} onSent={setShownId} />
        <Happened {...tried} told={told} shown={shown} />
      </div>
      <Earlier {...tried} told={told} shownId={shown?.id} onShow={setShownId} onSent={setShownId} />
    </>
  );
}
