import type { Schemas } from '../api/client.ts';
import { useTexts } from '../texts.tsx';
import { Status, TONES } from '../ui/status.tsx';

/** An install as the Platform API shows it. */
export type Install = Schemas['Install'];

/** How an install stands: one word, the most urgent. */
export type InstallState =
  | 'works'
  | 'setup'
  | 'failing'
  | 'suspended'
  | 'permissions'
  | 'plugin_suspended'
  | 'endpoint_disabled'
  | 'uninstalled';

/** The most urgent of what is to be said of an install. */
export function stateOf({
  status,
  attention,
}: Pick<Install, 'status' | 'attention'>): InstallState {
  if (status === 'uninstalled' || status === 'suspended') return status;
  return attention[0] ?? (status === 'setup' ? 'setup' : 'works');
}

/** Why nothing can be set up of an install for now; undefined where it can. */
export function setupStopOf({
  status,
  attention,
}: Pick<Install, 'status' | 'attention'>): 'suspended' | 'plugin_suspended' | undefined {
  if (attention.includes('plugin_suspended')) return 'plugin_suspended';
  return status === 'suspended' ? 'suspended' : undefined;
}

/** How an install stands: a dot and a word. */
export function InstallStatus({ install }: { install: Pick<Install, 'status' | 'attention'> }) {
  const { status } = useTexts();
  const state = stateOf(install);
  return <Status tone={TONES[state] ?? 'neutral'}>{status.install[state]}</Status>;
}
