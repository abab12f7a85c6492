import type { ScreenerDetails } from '../attachments.ts';

/** A text; of the type `password` it is masked. */
export interface EnvoyPluginTextJobAttachment {
  type?: string | undefined;
  label: string;
  value: string;
}

/** Any JSON. */
export interface EnvoyPluginJSONJobAttachment {
  type: 'json';
  label: string;
  value: unknown;
}

/** A link; `value` is its text. */
export interface EnvoyPluginLinkJobAttachment extends EnvoyPluginTextJobAttachment {
  type: 'link';
  url: string;
}

/** A picture that lets somebody in. */
export interface EnvoyPluginCredentialJobAttachment extends EnvoyPluginTextJobAttachment {
  type: 'credential_image';
  title: string;
  image: { type: string; link: string };
}

/** What a screener looked at, and what it found. */
export interface EnvoyPluginScreenerJobAttachment extends EnvoyPluginJSONJobAttachment {
  label: 'Screener Details';
  value: ScreenerDetails;
}

/** What is shown with a job. */
export type EnvoyPluginJobAttachment =
  | EnvoyPluginTextJobAttachment
  | EnvoyPluginJSONJobAttachment
  | EnvoyPluginLinkJobAttachment
  | EnvoyPluginCredentialJobAttachment;

/** What is said of a job, as it is sent. */
export interface EnvoyPluginJobUpdate {
  status?: string;
  status_message?: string;
  failure_reason?: string;
  attachments?: EnvoyPluginJobAttachment[];
}
