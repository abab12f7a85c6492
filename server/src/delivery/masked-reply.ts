import { objectMembers, objectText } from '../lib/json.ts';

const MASK = '"••••"';

/**
 * A reply's body as it may be kept: without the values that its effects give to the config, which may be passwords. Which of them are is
 * said by the manifest, and only when the effects are applied; the revision that they make tells of the others. Of a reply that
 * cannot be read nothing is kept from its effects on.
 */
export function maskedReply(body: Buffer): Buffer {
  if (!mayHaveEffects(body)) return body;
  const text = body.toString('utf8');
  const masked = maskedText(text);
  return masked === text ? body : Buffer.from(masked);
}

// A name may be written with escapes.
const mayHaveEffects = (body: Buffer): boolean => body.includes('effects') || body.includes('\\u');

function maskedText(text: string): string {
  try {
    const reply = objectMembers(text);
    const effects = reply.get('effects');
    if (effects === undefined) return text;
    return objectText(new Map([...reply, ['effects', maskedEffects(effects)]]));
  } catch {
    const at = text.indexOf('effects');
    return at === -1 ? text : `${text.slice(0, at)}…`;
  }
}

// What is neither is refused, and may be a config by a wrong name.
const maskedEffects = (text: string): string =>
  masking(text, (name, value) => (name === 'storage' ? value : masking(value, () => MASK)));

function masking(text: string, maskMember: (name: string, value: string) => string): string {
  if (!text.startsWith('{')) return text === 'null' ? text : MASK;
  const members = [...objectMembers(text)];
  return objectText(new Map(members.map(([name, value]) => [name, maskMember(name, value)])));
}
