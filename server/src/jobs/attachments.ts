import { Type } from 'typebox';
import { Failure, invalid } from '../lib/failures.ts';
import { nullable } from '../lib/http/schema.ts';
import { objectMembers, objectText, writtenText } from '../lib/json.ts';
import { parseUrl } from '../lib/parse-url.ts';

/** What an attachment without a type is. */
const DEFAULT_TYPE = 'text' satisfies AttachmentType;

/** An attachment as it was sent, read to be checked. */
type SentAttachment = Record<string, unknown>;

/** @throws Failure `invalid` with a pointer below `pointer`, which is that of the attachment. */
type Check = (attachment: SentAttachment, pointer: string) => void;

const unchecked: Check = () => {};

/** What is checked about an attachment of each known type, besides what all have in common. */
const CHECKS = {
  text: unchecked,
  password: unchecked,
  json: unchecked,
  link: ({ url }, pointer) => requireWebAddress(url, `${pointer}/url`),
  credential_image: ({ image }, pointer) => checkImage(image, `${pointer}/image`),
} satisfies Record<string, Check>;

type AttachmentType = keyof typeof CHECKS;

const TYPES_SHOWN = Object.keys(CHECKS).map((type) =>
  type === DEFAULT_TYPE ? `${type} (default)` : type,
);

/** What an example of an attachment says. */
export const ATTACHMENT_EXAMPLE = { type: 'text', label: 'Greeting', value: 'Good to see you' };

/** What a plugin ties to a job. `value` is any JSON; types that are not known here are kept and shown as text. */
export const Attachment = Type.Object(
  {
    type: Type.Optional(
      nullable(
        Type.String({
          maxLength: 100,
          description: `${TYPES_SHOWN.join(', ')}, …`,
        }),
      ),
    ),
    label: Type.String({ maxLength: 1000 }),
    value: Type.Optional(Type.Unknown({ description: 'Any JSON' })),
    url: Type.Optional(
      nullable(Type.String({ maxLength: 4000, description: 'Of a link: http or https' })),
    ),
  },
  {
    title: 'Attachment',
    description: 'What a plugin ties to a job',
    additionalProperties: true,
    examples: [ATTACHMENT_EXAMPLE],
  },
);

const MAX_ATTACHMENTS = 100;

/**
 * Checks attachments as a plugin sends them and answers each as JSON text: as it was written, but for a type where it has none.
 *
 * @param given read by `rawParts` that keep the text of each.
 * @throws Failure `invalid` with a pointer below `pointer`.
 */
export function readAttachments(given: unknown, pointer: string): string[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw invalid(pointer, 'must be an array of attachments');
  if (given.length > MAX_ATTACHMENTS)
    throw invalid(pointer, `must have at most ${MAX_ATTACHMENTS} attachments`);
  return given.map((attachment, index) => readAttachment(attachment, `${pointer}/${index}`));
}

function readAttachment(given: unknown, pointer: string): string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(pointer, 'must be an object with a label and a value');
  }
  const attachment = given as SentAttachment;
  const { type, label } = attachment;
  if (typeof label !== 'string') throw invalid(`${pointer}/label`, 'must be a string');
  if (type !== undefined && type !== null && typeof type !== 'string') {
    throw invalid(`${pointer}/type`, 'must be a string such as "text" or "link"');
  }
  if (isKnown(type)) CHECKS[type](attachment, pointer);
  return attachmentText(attachment);
}

const isKnown = (type: unknown): type is AttachmentType =>
  typeof type === 'string' && Object.hasOwn(CHECKS, type);

function requireWebAddress(url: unknown, pointer: string): void {
  const protocol = protocolOf(url);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw invalid(pointer, 'must be an http or https URL');
  }
}

// Control characters are dropped by the URL parser, so `java\nscript:` is judged as what a browser would open.
const protocolOf = (url: unknown): string | undefined =>
  typeof url === 'string' ? parseUrl(url)?.protocol : undefined;

function checkImage(image: unknown, pointer: string): void {
  if (image === undefined || image === null) return;
  if (typeof image !== 'object') throw invalid(pointer, 'must be an object with a type and a link');
  const { link } = image as { link?: unknown };
  if (link === undefined || link === null || isStorageKey(link)) return;
  requireWebAddress(link, `${pointer}/link`);
}

// The link of an image of type `s3` may be a key in the plugin's bucket and no address.
const isStorageKey = (link: unknown): boolean =>
  typeof link === 'string' && protocolOf(link) === undefined && !/^[/\\]{2}/.test(link.trim());

function attachmentText(attachment: SentAttachment): string {
  const written = writtenText(attachment);
  if (written === undefined) throw new Error('The text of an attachment was not kept');
  const text = typeof attachment.type === 'string' ? written : typed(written);
  if (text.length > MAX_ATTACHMENT_CHARS) {
    throw new Failure(
      'value_too_large',
      `An attachment must be at most ${MAX_ATTACHMENT_CHARS} characters`,
    );
  }
  return text;
}

function typed(text: string): string {
  const others = objectMembers(text);
  others.delete('type');
  return objectText(new Map([['type', `"${DEFAULT_TYPE}"`], ...others]));
}

const MAX_ATTACHMENT_CHARS = 256 * 1024;
