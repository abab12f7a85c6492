/** Being built. */
export function PluginPage() {
  return null;
}
