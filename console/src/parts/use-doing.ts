import { useState } from 'react';
import { useWords } from './failure.tsx';

/** Something that a button does: whether it is under way, and why it did not come about, in words. */
export interface Doing {
  /** Does it; answers whether it came about. */
  run: (doing: () => Promise<unknown>) => Promise<boolean>;
  /** Says no more why it did not come about. */
  forget: () => void;
  isBusy: boolean;
  error: Error | undefined;
  words: string | undefined;
}

/** What a button does that asks nothing first. */
export function useDoing(): Doing {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const words = useWords(error);
  const run = async (doing: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await doing();
      return true;
    } catch (failure) {
      setError(failure as Error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, forget: () => setError(undefined), isBusy, error, words };
}
