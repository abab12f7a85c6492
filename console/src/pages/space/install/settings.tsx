/** Being built. */
export function SettingsTab() {
  return null;
}
