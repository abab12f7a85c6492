import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { HowItStands, RollOutState } from './how-it-stands.tsx';
import styles from './roll-outs.module.css';
import type { RollOut } from './types.ts';

interface PastProps {
  plugin: Plugin;
  query: UseInfiniteQueryResult<RollOut[], Error>;
}

/** The roll-outs of a plugin that are over: nothing where there was none. */
export function PastRollOuts({ plugin, query }: PastProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const isOver = ({ finished_at }: RollOut) => finished_at !== null;
  if (query.data !== undefined && !query.data.some(isOver)) return null;
  return (
    <Card title={texts.past} isFlush>
      <Paged query={query} rows={2} empty={null}>
        {(found) => (
          <ul className={rows.rows}>
            {found.filter(isOver).map((rollOut) => (
              <PastRow key={rollOut.id} plugin={plugin} rollOut={rollOut} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

function PastRow({ plugin, rollOut }: { plugin: Plugin; rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { id, release, percent, dry_run, finished_at, created_at } = rollOut;
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <PageLink className={styles.name} to={paths.rollOut(plugin.slug, id)}>
            {dry_run ? texts.triedOf(release) : texts.pastOf(release, percent)}
          </PageLink>
          <RollOutState rollOut={rollOut} />
        </p>
        <div className={rows.muted}>
          <HowItStands rollOut={rollOut} />
        </div>
      </div>
      <span className={rows.muted}>
        <Time at={finished_at ?? created_at} />
      </span>
    </li>
  );
}
