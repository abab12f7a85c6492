import { fromBase64Url, toBase64Url } from './bytes.ts';

/** The header or the claims of a JWT, as they stand in it (RFC 7515 §3.1). */
export const toJwtPart = (value: unknown): string =>
  toBase64Url(new TextEncoder().encode(JSON.stringify(value)));

/** Undefined where they cannot be read. */
export function fromJwtPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
