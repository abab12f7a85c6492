import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { Banner } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** How far it is with a plugin that is being deleted. */
export function BeingDeleted({ plugin: { id } }: { plugin: Plugin }) {
  const { deletion: texts } = useDeveloperTexts();
  const query = useQuery(read('/platform/v1/plugins/{id}/deletion', { path: { id: String(id) } }));
  const { installs = 0, kept = 0, erase_after = null } = query.data ?? {};
  return (
    <Banner tone="warning">
      <p>{texts.going}</p>
      {query.data !== undefined && (
        <p>
          {installs > 0 && texts.left(installs)}{' '}
          {installs === 0 && erase_after === null && texts.ending}
          {erase_after !== null && (
            <>
              {texts.erasing(kept)} <Time at={erase_after} />
            </>
          )}
        </p>
      )}
    </Banner>
  );
}
