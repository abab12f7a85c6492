import { useState } from 'react';
import { recall, remember } from '../../../parts/tab-memory.ts';

/** What somebody is about to send. */
export interface Composed {
  event: string;
  identifier: string;
  /** What was typed last for each event, by its name. */
  payloads: Record<string, string>;
}

/** What is typed for an install: this tab remembers it over a reload. */
export function useComposed(
  installId: number,
): [Composed | undefined, (composed: Composed) => void] {
  const key = `sample event of ${installId}`;
  const [composed, setComposed] = useState(() => readComposed(recall(key)));
  const change = (next: Composed) => {
    setComposed(next);
    remember(key, JSON.stringify(next));
  };
  return [composed, change];
}

function readComposed(text: string | undefined): Composed | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Composed);
}
