/** What can be a language tag (BCP 47), as far as its parts have lengths that could be right. */
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/**
 * The languages that a browser asks for (`Accept-Language`, RFC 9110 §12.5.4), those that it wants most first. What is no language tag is left out, and
 * so is what it does not want at all (`q=0`).
 */
export function acceptedLanguages(header: string | undefined): string[] {
  const entries = (header ?? '').split(',').map((entry) => {
    const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const quality = parameters.find((parameter) => /^q=/i.test(parameter));
    return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
  });
  return entries
    .filter(({ tag, quality }) => LANGUAGE_TAG.test(tag) && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

/** The language of somebody (BCP 47): what they chose, else what their browser wants most, else English. */
export const preferredLanguage = (chosen: string | null, header: string | undefined): string =>
  chosen ?? acceptedLanguages(header)[0] ?? 'en';
