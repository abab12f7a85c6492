import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { useFormat } from '../../../texts.tsx';
import { Banner } from '../../../ui/card.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** That a plugin is being deleted, and how far that is. */
export function BeingDeleted({ plugin: { id } }: { plugin: Plugin }) {
  const { deletion: texts } = useDeveloperTexts();
  const query = useQuery(read('/platform/v1/plugins/{id}/deletion', { path: { id: String(id) } }));
  return (
    <Banner tone="warning">
      <p>{texts.going}</p>
      {query.data && <HowFar deletion={query.data} />}
    </Banner>
  );
}

function HowFar({ deletion }: { deletion: Schemas['PluginDeletion'] }) {
  const { deletion: texts } = useDeveloperTexts();
  const format = useFormat();
  const { installs, kept, erase_after } = deletion;
  if (installs > 0) return <p>{texts.left(installs)}</p>;
  if (erase_after === null) return <p>{texts.ending}</p>;
  return <p>{texts.erasing(kept, format.date(Date.parse(erase_after)))}</p>;
}
