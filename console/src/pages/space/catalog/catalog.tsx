/** Being built. */
export function CatalogPage() {
  return null;
}
