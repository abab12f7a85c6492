import type { AppDeps } from '../deps.ts';
import { type ConfigChange, mergeConfig } from '../installs/config.ts';
import { membersOf } from '../installs/config-patch.ts';
import { holdInstall } from '../installs/queries.ts';
import { Failure } from '../lib/failures.ts';
import type { ApplyEffects } from './settler.ts';

/** Makes the function that applies what a reply asks for, in the transaction of its verdict; its failures point into the reply. */
export function createApplyEffects({
  storage,
  config,
  vault,
}: Pick<AppDeps, 'storage' | 'config' | 'vault'>): ApplyEffects {
  return async (tx, job, effects) => {
    // Locked, so that nothing is written for an install that is being erased.
    if (!(await holdInstall(tx, job.install_id, job.generation))) {
      throw new Failure(
        'wrong_state',
        'The install is uninstalled: a reply has no effects any more',
      );
    }
    if (effects.storage !== undefined) {
      const holder = { kind: 'install', installId: job.install_id } as const;
      const results = await storage
        .pipelineIn(tx, holder, effects.storage)
        .catch(repoint('/commands', '/effects/storage'));
      refuseWithoutValue(effects.storage, results);
    }
    if (effects.config !== undefined) {
      const change: ConfigChange = {
        installId: job.install_id,
        author: { kind: 'plugin', id: job.plugin_id },
        why: { cause: 'replied', job_id: job.job_id },
        limits: config,
        vault,
      };
      const patch = membersOf(effects.config, '/effects/config');
      await mergeConfig(tx, change, patch).catch(repoint('', '/effects/config'));
    }
  };
}

/** Whoever makes a call sees by `null` that every value is taken. Nobody sees the results of effects, which are not lost in silence. */
function refuseWithoutValue(commands: unknown, results: string): void {
  const actions = (commands as { action: string }[]).map(({ action }) => action);
  if (!actions.some(isUnique)) return;
  const found = JSON.parse(results) as unknown[];
  const without = actions.findIndex((action, at) => isUnique(action) && found[at] === null);
  if (without < 0) return;
  const violations = [{ pointer: `/effects/storage/${without}`, message: NONE_LEFT }];
  throw new Failure('condition_failed', NONE_LEFT, { violations });
}

const NONE_LEFT = 'No unique value is left: all are taken';

const isUnique = (action: string): boolean => action.startsWith('set_unique');

/** Makes a handler that throws a failure again with pointers that begin with `to` where they began with `from`. */
function repoint(from: string, to: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Failure)) throw error;
    const [first] = error.violations;
    if (first === undefined) {
      throw new Failure(error.code, error.message, {
        violations: [{ pointer: to, message: error.message }],
        cause: error,
      });
    }
    const violations = error.violations.map(({ pointer, message }) => ({
      pointer: to + pointer.slice(from.length),
      message,
    }));
    // Not the message as a whole, which may begin with the pointer as it was.
    throw new Failure(error.code, first.message, { violations, cause: error });
  };
}
