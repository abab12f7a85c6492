import { useNavigate, useSearch } from '@tanstack/react-router';

/** What stands after the `?` of the address, as texts, and how to change it: what is undefined is taken out. */
export function useAddressSearch(): [
  Record<string, string>,
  (change: Record<string, string | undefined>) => void,
] {
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (patch: Record<string, string | undefined>) => {
    const next = Object.entries({ ...search, ...patch }).filter(([, value]) => value);
    navigate({ search: Object.fromEntries(next), replace: true, resetScroll: false } as never);
  };
  return [search, change];
}
