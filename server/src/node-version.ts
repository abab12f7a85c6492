/** The oldest Node.js that runs Plugboard, as in `engines` of package.json. */
const OLDEST = { major: 20, minor: 19 };

/**
 * Why this Node.js cannot run Plugboard, in one sentence; undefined when it can. Nothing is imported here, and nothing is written as only
 * newer ones can read it.
 */
export function oldNode(version: string = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined;
  return `Node.js ${OLDEST.major}.${OLDEST.minor} or newer is needed, and this is ${version}: install one from https://nodejs.org, or by your version manager`;
}
