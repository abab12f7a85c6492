import { Loaded } from '../../../parts/loaded.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { Changes } from '../../../releases/changes.tsx';
import { TouchesInWords } from '../../../releases/touches.tsx';
import { useComparison } from '../../../releases/use-comparison.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './releases.module.css';
import type { Release } from './types.ts';

/** Where on the page two releases are compared. */
export const COMPARE_ID = 'compare';

interface CompareProps {
  plugin: Plugin;
  /** The newest first. */
  releases: readonly Release[];
}

/** Any two releases, in words; what stands in the address, or the newest beside what installs run. */
export function Compare({ plugin, releases }: CompareProps) {
  const { releases: texts } = useDeveloperTexts();
  const [search, setSearch] = useAddressSearch();
  const newest = releases[0]?.number;
  const to = numberOf(search.to) ?? newest;
  if (to === undefined) return null;
  const from = numberOf(search.from) ?? usualFrom(plugin, releases, to);
  const others = releases.filter(({ number }) => number !== to);
  return (
    <Card title={texts.compare}>
      <div className={styles.compare} id={COMPARE_ID}>
        <div className={styles.chosen}>
          <SelectField
            label={texts.compareTo}
            value={String(to)}
            options={releases.map(({ number }) => optionOf(number))}
            onChange={({ target }) => setSearch({ to: target.value, from: undefined })}
          />
          <SelectField
            label={texts.compareFrom}
            value={from === undefined ? '' : String(from)}
            options={[
              ...(from === undefined ? [{ value: '', label: texts.nothing }] : []),
              ...others.map(({ number }) => optionOf(number)),
            ]}
            onChange={({ target }) => setSearch({ from: target.value })}
          />
        </div>
        <Difference pluginId={plugin.id} number={to} from={from} />
      </div>
    </Card>
  );

  function optionOf(number: number) {
    const isRunning = number === plugin.current_release;
    const label = isRunning ? texts.running(number) : texts.release(number);
    return { value: String(number), label };
  }
}

/** What installs run; of that itself, the one before it. */
function usualFrom(
  { current_release: current }: Plugin,
  releases: readonly Release[],
  to: number,
): number | undefined {
  if (current !== null && current !== to) return current;
  return releases.find(({ number, state }) => number < to && state === 'published')?.number;
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

interface DifferenceProps {
  pluginId: number;
  number: number;
  from: number | undefined;
}

function Difference(props: DifferenceProps) {
  const { releases: texts } = useDeveloperTexts();
  const comparison = useComparison(props);
  return (
    <Loaded query={comparison} rows={3}>
      {({ changes, touches }) => (
        <>
          <Changes changes={changes} />
          <h3>{texts.whom}</h3>
          <TouchesInWords touches={touches} />
        </>
      )}
    </Loaded>
  );
}
