/** Being built. */
export function InstallPage() {
  return null;
}
