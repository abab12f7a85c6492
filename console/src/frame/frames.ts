import { recall, remember } from '../parts/tab-memory.ts';

/**
 * The document says whose pages it may show in frames, as they were when it was loaded. A plugin that was installed since is among
 * those of the next document: it is loaded again, once for each address.
 *
 * @returns what ends it.
 */
export function watchFrames(): () => void {
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    const key = `framed ${blockedURI}`;
    if (effectiveDirective !== 'frame-src' || recall(key) === location.href) return;
    remember(key, location.href);
    location.reload();
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  return () => document.removeEventListener('securitypolicyviolation', onViolation);
}
