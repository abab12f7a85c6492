/** The newest of several lists of which each has as many as are asked for, by ids that begin with their time; what is in two of them once. */
export function newestOf<Row extends { id: string }>(lists: Row[][], limit: number): Row[] {
  const rows = [...new Map(lists.flat().map((row) => [row.id, row])).values()];
  return rows.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
}
