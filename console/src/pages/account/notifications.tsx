/** Being built. */
export function NotificationsPage() {
  return null;
}
