import { useAddressSearch } from '../../../parts/use-search.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';
import { useDeveloperTexts } from '../texts.ts';
import { Begin } from './begin.tsx';
import { Going } from './going.tsx';
import { RollOutState } from './how-it-stands.tsx';
import styles from './roll-outs.module.css';
import type { RollOut } from './types.ts';

interface RollOutCardProps {
  plugin: Plugin;
  /** The newest first, as roll-outs are. */
  releases: readonly Release[];
  rollOuts: readonly RollOut[];
}

/** The roll-out that is under way, or the one that could begin: nothing where neither is. */
export function RollOutCard({ plugin, releases, rollOuts }: RollOutCardProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const [search, setSearch] = useAddressSearch();
  const going = goingOf(rollOuts);
  const lastTry = (release: number) =>
    rollOuts.find((each) => each.dry_run && each.release === release);
  if (going !== undefined) {
    return (
      <Card title={texts.pageTitle(going.release)} actions={<RollOutState rollOut={going} />}>
        <Going plugin={plugin} rollOut={going} lastTry={lastTry(going.release)} />
      </Card>
    );
  }
  const { current_release: current } = plugin;
  if (current === null) return null;
  const possible = releases.filter(
    ({ number, state }) => state === 'published' && number > current,
  );
  const { number } =
    possible.find((each) => `${each.number}` === search.release) ?? possible[0] ?? {};
  if (number === undefined) return null;
  return (
    <Card title={texts.title(number)}>
      <div className={styles.parts}>
        {possible.length > 1 && (
          <SelectField
            label={texts.which}
            value={String(number)}
            options={possible.map((each) => ({
              value: String(each.number),
              label: texts.release(each.number),
            }))}
            onChange={({ target }) => setSearch({ release: target.value })}
          />
        )}
        <Begin
          key={number}
          plugin={plugin}
          release={number}
          current={current}
          last={rollOuts.find((each) => !each.dry_run && each.release === number)}
          lastTry={lastTry(number)}
        />
      </div>
    </Card>
  );
}

/** The one that is not over, of which a plugin has one at most. */
export const goingOf = (rollOuts: readonly RollOut[]): RollOut | undefined =>
  rollOuts.find(({ dry_run, finished_at }) => !dry_run && finished_at === null);
