import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToGoBack } from './ask.ts';
import { useAsking } from './asking.tsx';
import { COHORTS } from './types.ts';
import { useMigrates } from './use-migrates.ts';

interface GoBackProps {
  plugin: Plugin;
  /** The release that is left. */
  from: number;
  to: number;
  size?: 'small' | 'medium';
}

/** Has everybody who is on a release go to the one before, once it was said how many they are and what becomes of their settings. */
export function GoBack({ plugin, from, to, size = 'medium' }: GoBackProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const asking = useAsking();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="danger" size={size} onClick={() => setOpen(true)}>
        {texts.back(to)}
      </Button>
      <Confirm
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={texts.backTitle(to)}
        action={texts.back(to)}
        onConfirm={() => asking(() => askToGoBack(plugin, from))}
      >
        {isOpen && <WhatHappens plugin={plugin} from={from} to={to} />}
      </Confirm>
    </>
  );
}

function WhatHappens({ plugin, from, to }: GoBackProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  const path = { id: String(plugin.id), number: String(from) };
  const cohorts = useQuery(read(COHORTS, { path }));
  const migrates = useMigrates(plugin, from);
  return (
    <Loaded query={cohorts} rows={2}>
      {({ on_release: count }) => (
        <>
          <p>
            {count === 0 ? texts.backNobody(from) : texts.backText(format.number(count), from, to)}{' '}
            {plugin.current_release === from && texts.backCurrent(to)}
          </p>
          {count > 0 && migrates.data !== undefined && (
            <p>{migrates.data ? texts.backMigrated : texts.backPlain}</p>
          )}
        </>
      )}
    </Loaded>
  );
}
