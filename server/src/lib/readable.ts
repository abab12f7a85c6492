/**
 * Texts that people read beside others: what stands in one must not change how the rest of a page, a list or a log line looks, nor
 * pretend to be another. Names are one line; descriptions may have several.
 */

// Without the tab and the line breaks that a text of several lines may have.
const CONTROLS = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f';
const BREAKS = '\\t\\n\\r\\u2028\\u2029';
// Embeddings, overrides and isolates: they reach beyond the text that they stand in (Unicode UAX #9 §2). U+206A to U+206F are
// deprecated, and do the like.
const OVERRIDES = '\\u202a-\\u202e\\u2066-\\u206f';
// Texts from right to left may need them; a name has one direction.
const MARKS = '\\u061c\\u200e\\u200f';

const REFUSED_IN_TEXT = new RegExp(`[${CONTROLS}${OVERRIDES}\\p{Surrogate}]`, 'u');
const REFUSED_IN_LINE = new RegExp(`[${CONTROLS}${BREAKS}${OVERRIDES}${MARKS}\\p{Surrogate}]`, 'u');
const FOLDED_TO_SPACE = new RegExp(`[${CONTROLS}${BREAKS}\\p{White_Space}]+`, 'gu');
const FOLDED_AWAY = new RegExp(`[${OVERRIDES}${MARKS}]+`, 'gu');
// Something that leaves ink: not only spaces, zero-width characters, soft hyphens, fillers (U+2800 is Braille without a dot).
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;
const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Whether a text can be a name, a title or a label: one line, without control and direction characters, something to see in it, no
 * space at its ends. An empty one is left to the schema's `minLength`.
 */
export function isLine(text: string): boolean {
  if (text === '') return true;
  return !REFUSED_IN_LINE.test(text) && VISIBLE.test(text) && text === text.trim();
}

/** Whether a text can be a description: without control characters but tabs and line breaks, and without direction overrides. */
export function isText(text: string): boolean {
  return !REFUSED_IN_TEXT.test(text);
}

/** Whether there is something in a text that cannot be seen, spaces among it: an address that has it pretends to be another. */
export const hidesSomething = (text: string): boolean => !isLine(text) || INVISIBLE.test(text);

/**
 * The line that is nearest to a text from elsewhere, for where it is no use to refuse it.
 *
 * @param maxLength in characters.
 * @returns undefined when there is nothing to see in it.
 */
export function foldLine(text: string, maxLength: number): string | undefined {
  const line = text.replace(FOLDED_AWAY, '').replace(FOLDED_TO_SPACE, ' ').toWellFormed().trim();
  const cut = [...line].slice(0, maxLength).join('').trim();
  return VISIBLE.test(cut) ? cut : undefined;
}

/** Formats of JSON Schema, by their names, each with what is said of a text that does not have it. */
export const READABLE_FORMATS = {
  line: {
    validate: isLine,
    message:
      'must be one line that can be seen: no control or direction characters, no space at its ends',
  },
  text: {
    validate: isText,
    message: 'must have no control characters but tabs and line breaks, and no direction overrides',
  },
} as const;
