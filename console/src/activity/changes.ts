import { childrenOf, isJson, kindOf, memberOf } from '../parts/json-text.ts';
import type { Attempt } from './types.ts';
import { isVerdict, readingOf } from './words.ts';

/** What a reply had changed, as far as it is kept. */
export interface Changes {
  /** Members of the config that were set. */
  config: string[];
  /** Actions on the storage, with the key that each was about. */
  storage: { action: string; key: string }[];
}

/** What the replies changed that counted: all until the plugin gave its verdict. What is sent once more after it changes nothing. */
export function changesOf(attempts: readonly Attempt[]): Changes {
  const verdict = attempts.findIndex(
    (attempt) => isVerdict(attempt) && readingOf(attempt) !== 'ongoing',
  );
  const counted = verdict < 0 ? attempts : attempts.slice(0, verdict + 1);
  const found = counted.filter(isVerdict).map(({ reply_body }) => changesIn(reply_body));
  return {
    config: [...new Set(found.flatMap(({ config }) => config))],
    storage: found.flatMap(({ storage }) => storage),
  };
}

const NOTHING: Changes = { config: [], storage: [] };

function changesIn(body: string | null): Changes {
  const reply = body?.trim() ?? '';
  if (!reply.startsWith('{') || !isJson(reply)) return NOTHING;
  const effects = memberOf(reply, 'effects');
  if (effects === undefined) return NOTHING;
  const [config, storage] = ['config', 'storage'].map((name) => memberOf(effects, name) ?? 'null');
  return {
    config: childrenOf(config ?? 'null').map(({ key }) => String(key)),
    storage: childrenOf(storage ?? 'null').map(({ text }) => ({
      action: plain(memberOf(text, 'action')),
      key: plain(memberOf(text, 'key')),
    })),
  };
}

const plain = (text: string | undefined): string =>
  text !== undefined && kindOf(text) === 'string' ? (JSON.parse(text) as string) : (text ?? '');
