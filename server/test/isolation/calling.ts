import type { Scene } from './scene.ts';

/** Whether browsers are shown what is there, rather than programs told. */
export function isPage(path: string): boolean {
  return !/^\/(?:api|platform|v1|a|\.well-known)\/|^\/oauth\/(?:token|revoke|introspect)/.test(
    path,
  );
}

/** Whether an address is about whoever calls: a host key is nobody there. */
export const isAboutOneself = (path: string): boolean =>
  /^\/platform\/v1\/(?:(?:me|grants)(?:\/|$)|personal_access_tokens$|sample_events$|deliveries$|plugins\/[^/]+\/(?:development_installs?|notices\/read)$)/.test(
    path,
  );

/** Who may call an address: the host most of them, and what it may not, tenant A's own. */
export function authorizationFor(scene: Scene, path: string): string {
  if (/^\/(?:api\/v3|api\/v2\/users|a\/rms)(?:\/|$)/.test(path)) return `Bearer ${scene.userToken}`;
  if (path.startsWith('/api/')) return `Bearer ${scene.pluginToken}`;
  if (path.startsWith('/v1/org_apps')) return `Bearer ${scene.server.hostKey}`;
  if (path.startsWith('/v1/') || isAboutOneself(path)) return `Bearer ${scene.adminToken}`;
  return `Bearer ${scene.server.hostKey}`;
}

/** Tenant A's belongings in a path, but for the parts that are given. */
export function addressOf(
  { belongings }: Scene,
  path: string,
  parts: Record<string, string> = {},
): string {
  let segment = '';
  return path
    .split('/')
    .map((part) => {
      if (!part.startsWith('{')) {
        segment = part;
        return part;
      }
      const given = parts[part.slice(1, -1)] ?? belongings[segment] ?? '1';
      return encodeURIComponent(given);
    })
    .join('/');
}
