import { loadEmbeds } from '@plugboard/bridge/host';
import { recall, remember } from '../parts/tab-memory.ts';

/**
 * The document says whose pages it may show in frames, as they were when it was loaded. A plugin that was installed since is among
 * those of the next document: it is loaded again, once for each origin. A plugin that leads its frame to where none of the space lives is
 * refused, and that is all: with a new origin each time it would have the document load for ever.
 *
 * @returns what ends it.
 */
export function watchFrames(spaceId: number): () => void {
  const onViolation = async (violation: SecurityPolicyViolationEvent) => {
    const { effectiveDirective, blockedURI } = violation;
    if (effectiveDirective !== 'frame-src') return;
    const key = `framed ${blockedURI}`;
    if (recall(key) === location.href || !(await isOfAPlugin(spaceId, blockedURI))) return;
    remember(key, location.href);
    location.reload();
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  return () => document.removeEventListener('securitypolicyviolation', onViolation);
}

/** Of a frame of another site, browsers tell the origin, and of one without an origin only its scheme. */
async function isOfAPlugin(spaceId: number, refused: string): Promise<boolean> {
  if (!URL.canParse(refused)) return false;
  const { origin } = new URL(refused);
  const { plugins } = await loadEmbeds(spaceId).catch(() => ({ plugins: [] }));
  return plugins.some(({ url }) => url !== null && new URL(url).origin === origin);
}
