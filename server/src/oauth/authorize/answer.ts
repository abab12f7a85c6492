/** How the plugin is answered: where the browser goes, and what it brings along in any case. */
export interface Destination {
  redirectUri: string;
  /** As the plugin sent it, still encoded: it gets back the very same bytes. */
  state: string | undefined;
  /** Who answers (RFC 9207); undefined for a plugin whose client expects another name. */
  issuer: string | undefined;
}

/** The address that takes an answer back to the plugin. */
export function answerUrl(
  { redirectUri, state, issuer }: Destination,
  parameters: Record<string, string>,
): string {
  const answer = new URLSearchParams(parameters);
  if (issuer !== undefined) answer.set('iss', issuer);
  const given = state === undefined ? '' : `&state=${onlyQueryCharacters(state)}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer}${given}`;
}

// What browsers send is in here already; anything else must not get into a header.
const onlyQueryCharacters = (text: string): string =>
  text.replaceAll(/[^\w.~!$'()*+,;:@/?%=-]/g, (character) => encodeURIComponent(character));
