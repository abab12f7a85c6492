import { preferredLanguage } from '../lib/languages.ts';
import type { Manifest } from '../manifest/schema.ts';
import type { OpenedVisit } from './visit-queries.ts';

/** Where a plugin's page comes from; null for a plugin without one. */
export function embeddedUrl(
  { embedded_app_url, dev_embedded_app_url }: Manifest,
  development: boolean,
): string | null {
  return (development ? dev_embedded_app_url : null) ?? embedded_app_url;
}

/** Whether the page may ask its user for consent. */
export const usesOAuth = ({ oauth_redirect_uri, dev_oauth_redirect_uri }: Manifest): boolean =>
  oauth_redirect_uri !== null || dev_oauth_redirect_uri !== null;

/** The page around a plugin's, and the browser that shows both. */
export interface Surroundings {
  /** The origin of the page around. */
  hostOrigin: string;
  /** The browser's header. */
  acceptLanguage: string | undefined;
  /** The look of the page around, if it is told: anything else is nothing. */
  theme: unknown;
}

/** The address of a plugin's page with what it is told about the page around it, as elements of the bridge write it, too. */
export function embeddedPageUrl(
  visit: OpenedVisit,
  { hostOrigin, acceptLanguage, theme }: Surroundings,
): string | undefined {
  const address = embeddedUrl(visit.manifest, visit.development);
  if (address === null) return undefined;
  const url = new URL(address);
  const { protocol, host } = new URL(hostOrigin);
  const parameters = {
    space_id: visit.space_id,
    space_name: visit.space_name,
    user_id: visit.user_id,
    user_name: visit.user_name,
    user_lang: preferredLanguage(visit.lang, acceptLanguage),
    user_is_admin: visit.is_admin,
    slug: visit.slug,
    protocol,
    host,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, `${value}`);
  if (theme === 'light' || theme === 'dark') url.searchParams.set('theme', theme);
  url.searchParams.delete('init_oauth');
  if (usesOAuth(visit.manifest) && !visit.granted) url.searchParams.set('init_oauth', 'true');
  return url.href;
}
