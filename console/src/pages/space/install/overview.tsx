/** Being built. */
export function OverviewTab() {
  return null;
}
