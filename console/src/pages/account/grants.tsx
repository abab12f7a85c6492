/** Being built. */
export function GrantsPage() {
  return null;
}
