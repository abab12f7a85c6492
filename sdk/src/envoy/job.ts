import type { EnvoyPluginJobAttachment, EnvoyPluginJobUpdate } from './attachments.ts';
import type { EnvoyPluginAPI } from './plugin-api.ts';

/**
 * A job: what a worker is called for. What its handler answers settles it, too.
 *
 * @example
 * const { job } = req.envoy;
 * await job.attach({ label: 'Badge', value: '17' });
 * await job.complete('Printed', { type: 'password', label: 'Wi-Fi', value: 'four words' });
 */
export class EnvoyPluginJob {
  protected readonly api: EnvoyPluginAPI;
  readonly id: string;

  constructor(pluginAPI: EnvoyPluginAPI, jobId: string) {
    this.api = pluginAPI;
    this.id = jobId;
  }

  /** Shows something with the job. */
  attach(...attachments: EnvoyPluginJobAttachment[]): Promise<void> {
    return this.#say({}, attachments);
  }

  /** It was done. */
  complete(message: string, ...attachments: EnvoyPluginJobAttachment[]): Promise<void> {
    return this.#say({ status: 'done', status_message: message }, attachments);
  }

  /** There was nothing to do. */
  ignore(message: string, reason: string): Promise<void> {
    return this.#say({ status: 'ignored', status_message: message, failure_reason: reason });
  }

  /** It cannot be done. */
  fail(message: string, reason: string): Promise<void> {
    return this.#say({ status: 'failed', status_message: message, failure_reason: reason });
  }

  /** Says how it goes, and does not settle it. */
  update(message: string, ...attachments: EnvoyPluginJobAttachment[]): Promise<void> {
    return this.#say({ status_message: message }, attachments);
  }

  #say(
    said: Omit<EnvoyPluginJobUpdate, 'attachments'>,
    attachments: EnvoyPluginJobAttachment[] = [],
  ): Promise<void> {
    const given = Object.entries(said).filter(([, text]) => Boolean(text));
    return this.api.updateJob(this.id, {
      ...Object.fromEntries(given),
      attachments: attachments.map((one) => ({ type: 'text', ...one })),
    });
  }
}
