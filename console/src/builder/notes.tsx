import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client.ts';
import { read } from '../api/query.ts';
import { Banner } from '../ui/card.tsx';
import { useBuilderTexts } from './texts.ts';

interface NotesProps {
  plugin: Schemas['PluginWithRole'];
  /** The one that is shown. */
  release: number;
}

/** What there is to know before anything is written: what a release in review means for it, or what the reviewer said. */
export function Notes({ plugin, release }: NotesProps) {
  const texts = useBuilderTexts();
  const params = { path: { id: String(plugin.id) }, query: { limit: 5 } };
  const releases = useQuery(read('/platform/v1/plugins/{id}/releases', params)).data?.data ?? [];
  const inReview = releases.find(({ state }) => state === 'in_review');
  const shown = releases.find(({ number }) => number === release);
  if (inReview !== undefined) return <Banner>{texts.inReview(inReview.number)}</Banner>;
  if (shown?.state !== 'rejected' || shown.message === null) return null;
  return <Banner tone="warning">{texts.sentBack(shown.message)}</Banner>;
}
