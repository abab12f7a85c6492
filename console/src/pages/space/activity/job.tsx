/** Being built. */
export function JobPage() {
  return null;
}
