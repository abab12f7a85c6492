import type { Vault } from '../lib/crypto.ts';
import type { Manifest } from './schema.ts';
import type { SetupStep } from './setup-steps.ts';

/**
 * The client secrets of OAuth2 steps. In a stored manifest they are sealed and under another name, and they are never shown: who
 * reads a manifest and writes it back keeps them by leaving them out.
 */

type OAuth2Step = Extract<SetupStep, { type: 'oauth2' }>;

/** An OAuth2 step as it is stored: base64 of the sealed client secret. */
export type StoredOAuth2Step = Omit<OAuth2Step, 'client_secret'> & {
  sealed_client_secret?: string;
};

/** The step without anything secret, and the secret. */
interface SplitStep {
  shown: SetupStep;
  secret: string | null;
}

const sealContext = (pluginId: number): string => `oauth2_steps:${pluginId}`;

/** The manifest as it may be shown. */
export function withoutSecrets(manifest: Manifest): Manifest {
  return { ...manifest, setup_steps: manifest.setup_steps.map(shownStep) };
}

function shownStep(step: SetupStep): SetupStep {
  if (step.type !== 'oauth2') return step;
  const {
    client_secret: _given,
    sealed_client_secret: _sealed,
    ...shown
  } = step as OAuth2Step & StoredOAuth2Step;
  return shown;
}

/** The manifest as it is stored. `previous`, as stored, gives the secrets that were left out. */
export function sealSecrets(
  vault: Vault,
  pluginId: number,
  manifest: Manifest,
  previous?: Manifest,
): Manifest {
  const setup_steps = splitSteps(vault, pluginId, manifest, previous).map(({ shown, secret }) => {
    if (secret === null) return shown;
    const sealed_client_secret = vault.seal(secret, sealContext(pluginId)).toString('base64');
    return { ...shown, sealed_client_secret };
  });
  return { ...manifest, setup_steps };
}

/** Whether both have the same secrets in the same steps; sealed values differ each time they are made. */
export function sameSecrets(
  vault: Vault,
  pluginId: number,
  manifest: Manifest,
  previous: Manifest,
): boolean {
  const now = splitSteps(vault, pluginId, manifest, previous);
  return now.every(({ secret }, index) => {
    return secret === openSecret(vault, pluginId, previous.setup_steps[index]);
  });
}

function splitSteps(
  vault: Vault,
  pluginId: number,
  manifest: Manifest,
  previous?: Manifest,
): SplitStep[] {
  return manifest.setup_steps.map((step) => {
    if (step.type !== 'oauth2') return { shown: step, secret: null };
    const secret =
      step.client_secret === undefined
        ? openSecret(
            vault,
            pluginId,
            previous?.setup_steps.find((other) => isSameClient(step, other)),
          )
        : step.client_secret;
    return { shown: shownStep(step), secret };
  });
}

// A kept secret must not follow the step to another address: it would be told to whoever listens there.
function isSameClient(step: OAuth2Step, other: SetupStep): boolean {
  return (
    other.type === 'oauth2' &&
    other.token_url === step.token_url &&
    other.client_id === step.client_id
  );
}

/** The client secret of a stored step; null when it has none. */
export function openSecret(vault: Vault, pluginId: number, step?: SetupStep): string | null {
  const sealed = (step as StoredOAuth2Step | undefined)?.sealed_client_secret;
  if (sealed === undefined) return null;
  return vault.open(Buffer.from(sealed, 'base64'), sealContext(pluginId));
}
