/** Being built. */
export function ConsentPage() {
  return null;
}
