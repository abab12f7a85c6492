import { useDeferredValue, useMemo, useState } from 'react';
import { findIn, type JsonRow, openAtFirst, rememberChildren, rowsOf, STEP } from './json-rows.ts';

/** What of a document is open, looked for and pointed at. */
export function useJsonTree(text: string) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(text));
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const [read, setRead] = useState(text);
  if (read !== text) {
    setRead(text);
    setOpen(openAtFirst(text));
  }
  const looked = useDeferredValue(wanted.trim());
  const search = useMemo(() => (looked === '' ? undefined : findIn(text, looked)), [text, looked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is remembered is of this text
  const children = useMemo(rememberChildren, [text]);
  const rows = useMemo(
    () => rowsOf(text, { open, shown, found: search?.found }, children),
    [text, open, shown, search, children],
  );
  const toggle = ({ pointer }: JsonRow, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(pointer);
    else next.delete(pointer);
    setOpen(next);
  };
  const showMore = ({ pointer }: JsonRow) =>
    setShown(new Map(shown).set(pointer, (shown.get(pointer) ?? STEP) + STEP));
  return {
    rows,
    at: Math.min(at, rows.length - 1),
    setAt,
    wanted,
    setWanted,
    count: search?.count,
    toggle,
    showMore,
  };
}

/** What {@link useJsonTree} knows. */
export type JsonTreeState = ReturnType<typeof useJsonTree>;
