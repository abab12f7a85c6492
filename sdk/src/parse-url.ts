/**
 * An address, parsed; undefined for what is none. In place of `URL.canParse`, which Node.js 20 answers with false for letters such as ü as soon
 * as V8 has compiled its caller: its fast path takes Latin-1 for UTF-8.
 */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
