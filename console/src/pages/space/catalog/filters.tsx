import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readPages } from '../../../api/query.ts';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useTexts } from '../../../texts.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';

const MAX_SEARCH = 200;
/** Whoever types is not asked about each letter. */
const PAUSE_MS = 250;

/** What is searched for: it stands in the address once whoever types it pauses. */
export function SearchFilter({ error }: { error: string | undefined }) {
  const { catalog } = useTexts();
  const [{ search = '' }, changeAddress] = useAddressSearch();
  const [typed, setTyped] = useState(search);
  const sought = useRef(search);
  const timer = useRef<number>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address changes by other ways, too: back, and "show all".
  useEffect(() => {
    if (search === sought.current) return;
    clearTimeout(timer.current);
    sought.current = search;
    setTyped(search);
  }, [search]);
  const seek = (text: string) => {
    clearTimeout(timer.current);
    sought.current = text.trim();
    changeAddress({ search: sought.current });
  };
  return (
    <search>
      <TextField
        type="search"
        label={catalog.search}
        placeholder={catalog.searchHint}
        error={error}
        value={typed}
        maxLength={MAX_SEARCH}
        autoComplete="off"
        onChange={({ target: { value } }) => {
          setTyped(value);
          clearTimeout(timer.current);
          timer.current = window.setTimeout(() => seek(value), PAUSE_MS);
        }}
        onKeyDown={({ key }) => key === 'Enter' && seek(typed)}
      />
    </search>
  );
}

/** Of which category plugins are shown. */
export function CategoryFilter() {
  const { catalog } = useTexts();
  const [{ category = '' }, changeAddress] = useAddressSearch();
  const { data: known = [] } = useInfiniteQuery(
    readPages('/platform/v1/catalog_categories', { query: { limit: 200 } }),
  );
  const names = new Set(known.map(({ name }) => name));
  // A link may name one that is gone.
  if (category !== '') names.add(category);
  const sorted = [...names].sort((a, b) => a.localeCompare(b));
  return (
    <SelectField
      label={catalog.category}
      value={category}
      onChange={({ target }) => changeAddress({ category: target.value })}
      options={[
        { value: '', label: catalog.allCategories },
        ...sorted.map((name) => ({ value: name, label: name })),
      ]}
    />
  );
}
