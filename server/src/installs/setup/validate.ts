import { objectMembers, objectText, type RawJson } from '../../lib/json.ts';
import { applyPatch, type ConfigMembers } from '../config-patch.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { callRoute } from './call-route.ts';
import type { SetupContext } from './context.ts';
import { UnusableReply } from './read-reply.ts';
import type { KnownStep } from './steps.ts';

/**
 * Has a plugin judge what a step gave.
 *
 * @param payload what it gave, as it came.
 * @returns what the plugin wants merged into the config.
 * @throws Failure `plugin_refused` with what the plugin says, `plugin_failed`.
 */
export function validate(
  deps: SetupDeps,
  context: SetupContext,
  known: KnownStep,
  given: { payload: RawJson; url: string; actor: SetupActor },
): Promise<ConfigMembers> {
  const { maxConfigBytes } = deps.config;
  return callRoute(deps, context, given.actor, {
    kind: 'validation',
    step: known.number,
    field: null,
    url: given.url,
    params: { payload: given.payload },
    // Where Envoy's SDK reads it.
    payload: given.payload,
    read(text) {
      if (!text.startsWith('{'))
        throw new UnusableReply('Its answer must be an object: what to merge into the config');
      const patch = objectMembers(text);
      const bytes = Buffer.byteLength(objectText(applyPatch(context.config, patch)));
      if (bytes > maxConfigBytes)
        throw new UnusableReply(
          `With its answer the config would have ${bytes} bytes; at most ${maxConfigBytes} are allowed`,
        );
      return patch;
    },
  });
}
