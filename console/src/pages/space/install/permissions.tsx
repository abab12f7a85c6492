/** Being built. */
export function PermissionsTab() {
  return null;
}
