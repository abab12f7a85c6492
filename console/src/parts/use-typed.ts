import { useEffect, useEffectEvent, useState } from 'react';

/** Who types is done after this time. */
const TYPED_MS = 400;

/**
 * What is typed into a field whose text stands in the address, once it is typed.
 *
 * @param given as it stands there.
 */
export function useTyped(
  given: string,
  onChange: (typed: string) => void,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(given);
  const [seen, setSeen] = useState(given);
  if (seen !== given) {
    setSeen(given);
    setTyped(given);
  }
  // What else stands in the address may have changed since.
  const tell = useEffectEvent(() => onChange(typed));
  useEffect(() => {
    if (typed === given) return;
    const timer = setTimeout(() => tell(), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, given]);
  return [typed, setTyped];
}
