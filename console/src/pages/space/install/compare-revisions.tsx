import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { readExactly } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { ConfigDiff } from './config-diff.tsx';
import { compareConfigs, configOf } from './config-text.ts';
import styles from './history.module.css';
import type { Revision } from './revision-words.ts';
import { useInstall } from './use-install.ts';

interface CompareRevisionsProps {
  /** Those that were read, to choose from. */
  revisions: readonly Revision[];
  from: number;
  to: number;
}

/** Two revisions beside each other; which, stands in the address. */
export function CompareRevisions({ revisions, from, to }: CompareRevisionsProps) {
  const { install: texts, common } = useTexts();
  const format = useFormat();
  const [, setSearch] = useAddressSearch();
  const known = new Set([...revisions.map(({ number }) => number), from, to]);
  const times = new Map(revisions.map(({ number, created_at }) => [number, created_at]));
  const options = [...known]
    .sort((a, b) => b - a)
    .map((number) => {
      const at = times.get(number);
      const when = at === undefined ? '' : ` · ${format.exact(Date.parse(at))}`;
      return { value: `${number}`, label: `${texts.history.number(number)}${when}` };
    });
  const place = useRef<HTMLDivElement>(null);
  // What was asked for further down the list is shown above it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: others are another difference
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [from, to]);
  return (
    <Card
      title={texts.history.compare}
      actions={
        <IconButton
          label={common.close}
          onClick={() => setSearch({ from: undefined, to: undefined })}
        >
          <X size={18} aria-hidden="true" />
        </IconButton>
      }
    >
      <div ref={place} className={styles.compare}>
        <div className={styles.pick}>
          <SelectField
            label={texts.history.older}
            value={`${from}`}
            options={options}
            onChange={(event) => setSearch({ from: event.target.value })}
          />
          <SelectField
            label={texts.history.newer}
            value={`${to}`}
            options={options}
            onChange={(event) => setSearch({ to: event.target.value })}
          />
        </div>
        <Difference revisions={revisions} from={from} to={to} />
      </div>
    </Card>
  );
}

function Difference({ revisions, from, to }: CompareRevisionsProps) {
  const before = useQuery(useRevision(from));
  const after = useQuery(useRevision(to));
  const [first, last] = from < to ? [from, to] : [to, from];
  const between = revisions.filter(({ number }) => number > first && number <= last);
  const isRewritten = (name: string) => between.some(({ diff }) => diff.changed.includes(name));
  return (
    <Loaded query={before}>
      {(older) => (
        <Loaded query={after}>
          {(newer) => (
            <ConfigDiff
              changes={compareConfigs(configOf(older.text), configOf(newer.text), isRewritten)}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function useRevision(number: number) {
  const { id } = useInstall().install;
  return readExactly('/platform/v1/installs/{id}/config/revisions/{number}', {
    path: { id, number },
  });
}
