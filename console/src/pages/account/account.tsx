/** Being built. */
export function AccountPage() {
  return null;
}
