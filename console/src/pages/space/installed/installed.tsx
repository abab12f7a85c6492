/** Being built. */
export function InstalledPage() {
  return null;
}
