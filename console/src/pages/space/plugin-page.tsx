/** Being built. */
export function EmbeddedPage() {
  return null;
}
