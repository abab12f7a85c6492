import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../api/errors.ts';
import { Banner } from '../../../ui/card.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { readWhatChanged } from './use-roll-outs.ts';

type Word = keyof ReturnType<typeof useDeveloperTexts>['rollOuts']['refused'];

const RefusedContext = createContext<(word: Word | undefined) => void>(() => {});

/** What is around whatever changes roll-outs: says why the server refused, which stays while what was asked for is gone from the page. */
export function Asking({ children }: { children: ReactNode }) {
  const [word, setWord] = useState<Word>();
  return (
    <RefusedContext value={setWord}>
      {word && <Refused word={word} />}
      {children}
    </RefusedContext>
  );
}

function Refused({ word }: { word: Word }) {
  const { refused } = useDeveloperTexts().rollOuts;
  const place = useRef<HTMLDivElement>(null);
  // What was pressed may be far below.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={place} role="alert">
      <Banner tone="warning">
        <p>{refused[word]}</p>
      </Banner>
    </div>
  );
}

/** Asks the server to change a roll-out, and reads what is so then. What it refuses since things have moved on is said by {@link Asking}; whatever else goes wrong is thrown. */
export function useAsking(): (ask: () => Promise<unknown>) => Promise<void> {
  const setWord = use(RefusedContext);
  return async (ask) => {
    setWord(undefined);
    try {
      await ask();
    } catch (error) {
      const word = error instanceof ApiError ? wordOf(error) : undefined;
      if (word === undefined) throw error;
      setWord(word);
    }
    await readWhatChanged();
  };
}

function wordOf(error: ApiError): Word | undefined {
  const { code, status } = error;
  if (code === 'wrong_state') return 'moved';
  if (status === 403) return 'role';
  if (status === 404) return 'missing';
  if (error.at('/percent') !== undefined) return 'further';
  if (error.violations.some(({ pointer }) => pointer.startsWith('/install_ids/'))) return 'gone';
  return undefined;
}
