/** What a plugin ties to a job, for people to see. Types that Plugboard does not know are kept, and shown as text. */
export type Attachment =
  | TextAttachment
  | JsonAttachment
  | LinkAttachment
  | CredentialImageAttachment
  | OtherAttachment;

/** A text; of the type `password` it is masked until somebody asks for it, and never logged. */
export interface TextAttachment {
  type?: 'text' | 'password';
  label: string;
  value: string;
}

/** Any JSON. */
export interface JsonAttachment {
  type: 'json';
  label: string;
  value: unknown;
}

/** A link; `value` is its text. */
export interface LinkAttachment {
  type: 'link';
  label: string;
  value: string;
  /** http or https. */
  url: string;
}

/** A picture that lets somebody in. */
export interface CredentialImageAttachment {
  type: 'credential_image';
  label: string;
  value: string;
  title: string;
  image: { type: string; link: string };
}

/** Of a type of the host's own. */
export interface OtherAttachment {
  type: string & {};
  label: string;
  value?: unknown;
  [member: string]: unknown;
}

/** What a screener looked at, and what it found. */
export interface ScreenerDetails {
  input: { fields: ScreenerField[] };
  matches: {
    headers: { name: string; value: string };
    'visible-fields-count': number;
    fields: ScreenerField[];
  }[];
}

/** A field of a screener's report; an image's value is its address. */
export interface ScreenerField {
  name: string;
  value: string;
  type: 'text' | 'image';
}

/**
 * A text to show with a job. Numbers and other plain values are shown as they print.
 *
 * @example
 * job.done('Greeted', { attachments: [text('Badge', 17)] });
 */
export const text = (label: string, value: string | number | boolean | bigint): TextAttachment => ({
  type: 'text',
  label,
  value: String(value),
});

/**
 * A text that is masked until somebody asks for it, and never logged.
 *
 * @example
 * job.done('Wi-Fi is on', { attachments: [password('Wi-Fi password', 'four words')] });
 */
export const password = (label: string, value: string): TextAttachment => ({
  type: 'password',
  label,
  value,
});

/**
 * Any JSON, shown as such.
 *
 * @example
 * job.done('Booked', { attachments: [json('Room', { floor: 2, seats: 8 })] });
 */
export const json = (label: string, value: unknown): JsonAttachment => ({
  type: 'json',
  label,
  value,
});

/**
 * A link to an http or https address.
 *
 * @param value its text; by default the address
 *
 * @example
 * job.done('Printed', { attachments: [link('Badge', 'https://badges.example.com/17', 'Badge 17')] });
 */
export const link = (label: string, url: string | URL, value?: string): LinkAttachment => ({
  type: 'link',
  label,
  value: value ?? String(url),
  url: String(url),
});

/**
 * A picture that lets somebody in, such as a badge.
 *
 * @example
 * job.done('Printed', {
 *   attachments: [
 *     credentialImage('Badge picture', '17', {
 *       title: 'Visitor badge',
 *       image: { type: 'image/svg+xml', link: 'https://badges.example.com/17.svg' },
 *     }),
 *   ],
 * });
 */
export const credentialImage = (
  label: string,
  value: string,
  picture: { title: string; image: { type: string; link: string } },
): CredentialImageAttachment => ({ type: 'credential_image', label, value, ...picture });

/**
 * The report of a screener, under the label by which hosts know it.
 *
 * @example
 * job.done('Nothing found', {
 *   attachments: [screenerDetails({ input: { fields: [] }, matches: [] })],
 * });
 */
export const screenerDetails = (value: ScreenerDetails): JsonAttachment =>
  json('Screener Details', value);
