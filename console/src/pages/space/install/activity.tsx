/** Being built. */
export function ActivityTab() {
  return null;
}
