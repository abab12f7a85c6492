/** Being built. */
export function MembersPage() {
  return null;
}
