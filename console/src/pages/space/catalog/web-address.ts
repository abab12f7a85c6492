/** An address that a plugin's developer gave, for links and images; undefined for one that leads nowhere on the web. */
export function webAddress(address: string | null): URL | undefined {
  if (address === null) return undefined;
  try {
    // Asset hosts leave out the scheme.
    const url = new URL(address.startsWith('//') ? `https:${address}` : address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}
