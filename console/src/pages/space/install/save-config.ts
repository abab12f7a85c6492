import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { queries, readExactly } from '../../../api/query.ts';
import { jsonMembers, jsonObject } from '../../../parts/json-format.ts';
import { memberOf } from '../../../parts/json-text.ts';
import { useDoing } from '../../../parts/use-doing.ts';
import { useViolationWords } from '../../../parts/violation-words.ts';
import { useTexts } from '../../../texts.tsx';
import { readChanged } from './changes.ts';
import { configOf } from './config-text.ts';
import type { SavedChange } from './saved.tsx';
import { useInstall } from './use-install.ts';

/** Which revision an answer of the Platform API shows. */
const revisionOf = (answer: string): number => Number(memberOf(answer, 'revision'));

/** The members that differ, as they are to be sent: null for those that are gone. Both texts are JSON objects. */
export function patchOf(base: string, draft: string): Map<string, string> {
  const [was, is] = [jsonMembers(base), jsonMembers(draft)];
  const changed = [...is].filter(([name, text]) => was.get(name) !== text);
  const gone = [...was.keys()].filter((name) => !is.has(name));
  return new Map([...changed, ...gone.map((name) => [name, 'null'] as const)]);
}

/**
 * Saves a config that was written as text.
 *
 * @param base the answer that it was begun from.
 */
export function useSaveConfig(base: string) {
  const { install: shown } = useInstall();
  const { install: texts } = useTexts();
  const { run, isBusy, error, words } = useDoing();
  const [now, setNow] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const { id } = shown;
  /** Answers what was saved; undefined where it was not, and then says why. `over` is over what somebody else changed. */
  const save = async (
    draft: string,
    reason: string,
    over: boolean,
  ): Promise<SavedChange | undefined> => {
    const mistake = mistakeIn(draft);
    setWrong(mistake && texts.settings.invalid(mistake.line, mistake.message));
    if (mistake !== undefined) return undefined;
    const patch = patchOf(configOf(base).text, draft);
    const before = revisionOf(over && now !== undefined ? now : base);
    let change: SavedChange | undefined;
    await run(async () => {
      try {
        const revision = await send({ id, before, patch, reason });
        change = { before, revision };
        setNow(undefined);
      } catch (failure) {
        if (!(failure instanceof ApiError) || failure.code !== 'revision_mismatch') throw failure;
        const path = readExactly('/platform/v1/installs/{id}/config', { path: { id } });
        const { text } = await queries.fetchQuery({ ...path, staleTime: 0 });
        setNow(text);
      }
    });
    return change;
  };
  const forget = () => {
    setNow(undefined);
    setWrong(undefined);
  };
  const wordsOf = useViolationWords();
  const firstViolation = error instanceof ApiError ? error.violations[0] : undefined;
  const said = firstViolation && `${firstViolation.pointer} ${wordsOf(firstViolation)}`;
  return { save, forget, isBusy, now, words: wrong ?? said ?? words };
}

async function send({
  id,
  before,
  patch,
  reason,
}: {
  id: number;
  before: number;
  patch: ReadonlyMap<string, string>;
  reason: string;
}): Promise<number> {
  const members = new Map([['config', jsonObject(patch)]]);
  if (reason !== '') members.set('reason', JSON.stringify(reason));
  const { data } = await api.PATCH('/platform/v1/installs/{id}/config', {
    params: { path: { id }, header: { 'if-match': `"${before}"` } },
    body: { config: {} },
    // As it was typed: numbers are not to change on the way.
    bodySerializer: () => jsonObject(members),
  });
  await readChanged();
  return data?.revision ?? before;
}

interface Mistake {
  /** From 1 on. */
  line: number;
  message: string;
}

function mistakeIn(text: string): Mistake | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? undefined : { line: 1, message: '{ … }' };
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    const line =
      position === undefined
        ? Number(/line (\d+)/.exec(message)?.[1] ?? 1)
        : text.slice(0, Number(position)).split('\n').length;
    return { line, message };
  }
}
