import { useEffect, useState } from 'react';
import { useBuilder } from '../context.ts';

/** A list of more than these begins folded. */
const FEW = 5;

/** Which items of a list are folded to their names, by the keys that stay with them; it is so again where the form is made anew. */
export function useFolds(at: string, keys: readonly number[]) {
  const { folds } = useBuilder();
  const [folded, setFolded] = useState<ReadonlySet<number>>(
    () => new Set(folds.get(at) ?? (keys.length > FEW ? keys : [])),
  );
  useEffect(() => {
    folds.set(
      at,
      [...keys.keys()].filter((index) => folded.has(keys[index] ?? -1)),
    );
  });
  const toggle = (key: number) =>
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return { isFolded: (key: number) => folded.has(key), toggle };
}
