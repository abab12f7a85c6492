/** Of frames of other sites, which may have no storage: as long as they are shown. */
const held = new Map<string, string>();

/** What this tab remembers, also over a reload; undefined for nothing. */
export function recall(key: string): string | undefined {
  try {
    return held.get(key) ?? sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Has this tab remember a text, or forget it. */
export function remember(key: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    if (text === undefined) held.delete(key);
    else held.set(key, text);
  }
}
