/** Being built. */
export function HistoryTab() {
  return null;
}
