import type { EnvoyPluginJobAttachment, EnvoyPluginJobUpdate } from '../attachments.ts';
import { EnvoyPluginJob } from '../job.ts';
import type { EnvoyPluginAPI } from '../plugin-api.ts';

/**
 * A job that sends nothing, and keeps what would be sent, of all such jobs together.
 *
 * @example
 * import { EnvoyPluginAPI, EnvoyPluginJobMock } from '@plugboard/sdk/envoy';
 *
 * const job = new EnvoyPluginJobMock(new EnvoyPluginAPI('none'), '1');
 * await greet(job);
 * expect(EnvoyPluginJobMock.lastStatus?.status).toBe('done');
 * EnvoyPluginJobMock.reset();
 */
export class EnvoyPluginJobMock extends EnvoyPluginJob {
  static #updates: EnvoyPluginJobUpdate[] = [];

  constructor(pluginAPI: EnvoyPluginAPI, jobId: string) {
    super(pluginAPI, jobId);
    this.api.updateJob = async (_id, update) => {
      EnvoyPluginJobMock.#updates.push(update);
    };
  }

  /** The first update with an attachment that has these members. */
  static attachmentLike(
    partialAttachment: Partial<EnvoyPluginJobAttachment>,
  ): EnvoyPluginJobUpdate | undefined {
    return EnvoyPluginJobMock.#updates.find(({ attachments = [] }) =>
      attachments.some((attachment) => includes(attachment, partialAttachment)),
    );
  }

  /** The last update that settled a job. */
  static get lastStatus(): EnvoyPluginJobUpdate | undefined {
    return EnvoyPluginJobMock.#updates.findLast(({ status }) => Boolean(status));
  }

  /** Forgets all. */
  static reset(): void {
    EnvoyPluginJobMock.#updates = [];
  }
}

/** Whether a value has all that another has, however deep. */
function includes(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return Object.is(value, part);
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Record<string, unknown>;
  return Object.entries(part).every(([name, inner]) => includes(members[name], inner));
}
