import type { Schemas } from '../../api/client.ts';
import { Status, type StatusTone } from '../../ui/status.tsx';
import { useDeveloperTexts } from './texts.ts';

/** A plugin as its developer sees it. */
export type Plugin = Schemas['PluginWithRole'];

type Standing = Pick<Plugin, 'deleted_at' | 'suspended_at' | 'current_release' | 'status'>;

const TONES = {
  draft: 'outline',
  in_review: 'info',
  rejected: 'warning',
  published: 'success',
  unlisted: 'success',
  suspended: 'held',
  deleted: 'warning',
} as const satisfies Record<string, StatusTone>;

/** How far a plugin has come, in a word. */
export function stateOf(plugin: Standing): keyof typeof TONES {
  const { deleted_at, suspended_at, current_release, status } = plugin;
  if (deleted_at !== null) return 'deleted';
  if (suspended_at !== null) return 'suspended';
  if (current_release !== null) return status === 'approved_unlisted' ? 'unlisted' : 'published';
  return status === 'in_review' || status === 'rejected' ? status : 'draft';
}

/** The same with its dot. */
export function PluginState({ plugin }: { plugin: Standing }) {
  const { plugins } = useDeveloperTexts();
  const state = stateOf(plugin);
  return <Status tone={TONES[state]}>{plugins.state[state]}</Status>;
}
