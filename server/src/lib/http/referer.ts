import { parseUrl } from '../parse-url.ts';

/** The origin of the page that a request comes from, if the browser tells (`Referer`, RFC 9110 §10.1.3). */
export function refererOrigin(referer: string | undefined): string | undefined {
  return referer === undefined ? undefined : parseUrl(referer)?.origin;
}
