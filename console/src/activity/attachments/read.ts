import { childrenOf, isJson, kindOf } from '../../parts/json-text.ts';

/** The types that are shown in a way of their own. A report of a screener is `json` on the wire, under a label of its own. */
export type AttachmentKind =
  | 'text'
  | 'password'
  | 'link'
  | 'json'
  | 'credential_image'
  | 'screener';

/** What a plugin tied to a job. */
export interface ShownAttachment {
  kind: AttachmentKind;
  label: string;
  /** JSON as it was written; undefined where there is none. */
  value: string | undefined;
  /** All members, as they were written. */
  members: ReadonlyMap<string, string>;
}

const ON_THE_WIRE: Record<string, AttachmentKind> = {
  text: 'text',
  password: 'password',
  link: 'link',
  json: 'json',
  credential_image: 'credential_image',
} satisfies Record<Exclude<AttachmentKind, 'screener'>, AttachmentKind>;

const SCREENER_LABEL = 'Screener Details';

/** Reads an attachment; one whose type is not known is text, or JSON where its value is. */
export function readAttachment(text: string): ShownAttachment {
  const members = new Map(childrenOf(text).map((child) => [String(child.key), child.text]));
  const label = plainText(members.get('label')) ?? '';
  const value = members.get('value');
  const type = plainText(members.get('type')) ?? 'text';
  return { kind: kindOfType(type, label, value), label, value, members };
}

function kindOfType(type: string, label: string, value: string | undefined): AttachmentKind {
  const known = Object.hasOwn(ON_THE_WIRE, type) ? ON_THE_WIRE[type] : undefined;
  if (known === 'json' && label === SCREENER_LABEL && readScreener(value) !== undefined)
    return 'screener';
  if (known !== undefined && known !== 'text') return known;
  return value !== undefined && isHolder(value) ? 'json' : 'text';
}

const isHolder = (text: string): boolean => ['object', 'array'].includes(kindOf(text));

/** A JSON value as people read it: a string without its quotes, anything else as it was written; undefined for null and nothing. */
export function plainText(text: string | undefined): string | undefined {
  if (text === undefined || text === 'null') return undefined;
  return kindOf(text) === 'string' ? (JSON.parse(text) as string) : text;
}

/** An address that may be linked to or shown: http or https. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** An address of a picture that the page may load: pages with TLS, and the server's own. */
export function imageAddress(text: string | undefined): string | undefined {
  const address = webAddress(text);
  return address !== undefined && (address.startsWith('https:') || isOwn(address))
    ? address
    : undefined;
}

const isOwn = (address: string): boolean => new URL(address).origin === location.origin;

/** A field of a screener's report. */
export interface ScreenerField {
  name: string;
  value: string;
  type: string;
}

/** Somebody or something that a screener found. */
export interface ScreenerMatch {
  /** What it is called, and what of it is said on top. */
  title: string;
  subtitle: string;
  fields: ScreenerField[];
  /** How many of the fields are shown before somebody asks for all. */
  visible: number;
}

/** What a screener looked at and what it found; undefined for what has another shape. */
export function readScreener(
  text: string | undefined,
): { input: ScreenerField[]; matches: ScreenerMatch[] } | undefined {
  if (text === undefined || !isJson(text)) return undefined;
  const report: unknown = JSON.parse(text);
  if (!isObject(report) || !isObject(report.input) || !Array.isArray(report.matches)) {
    return undefined;
  }
  return { input: fieldsOf(report.input.fields), matches: report.matches.map(matchOf) };
}

function matchOf(match: unknown): ScreenerMatch {
  const { headers, fields, 'visible-fields-count': visible } = isObject(match) ? match : {};
  const { name, value } = isObject(headers) ? headers : {};
  const all = fieldsOf(fields);
  return {
    title: shown(name),
    subtitle: shown(value),
    fields: all,
    visible: typeof visible === 'number' ? visible : all.length,
  };
}

function fieldsOf(fields: unknown): ScreenerField[] {
  if (!Array.isArray(fields)) return [];
  return fields.filter(isObject).map(({ name, value, type }) => ({
    name: shown(name),
    value: shown(value),
    type: shown(type),
  }));
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
