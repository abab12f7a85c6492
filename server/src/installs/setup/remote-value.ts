import { invalid } from '../../lib/failures.ts';
import { parseJson, RawJson, rawParts } from '../../lib/json.ts';
import { parseUrl } from '../../lib/parse-url.ts';
import { isText } from '../../lib/readable.ts';
import type { SetupDeps } from './answer.ts';
import { callRoute } from './call-route.ts';
import type { SetupContext } from './context.ts';
import type { FilledField } from './options.ts';
import { UnusableReply } from './read-reply.ts';

const VALUE = rawParts(['value']);

/**
 * What a plugin wants shown in a field: the text that is there first, where a link leads, what an info says.
 *
 * @throws Failure `invalid` for a field without a `remote_value_url`; `plugin_refused`, `plugin_failed`.
 */
export async function remoteValue(
  deps: SetupDeps,
  context: SetupContext,
  { field, known, number, actor }: FilledField,
): Promise<RawJson> {
  const url = 'remote_value_url' in field ? (field.remote_value_url ?? null) : null;
  if (url === null) throw invalid('/field', 'The field has no `remote_value_url`');
  return callRoute(deps, context, actor, {
    kind: 'remote_value',
    step: known.number,
    field: number,
    url,
    params: {},
    read: (text) => readValue(text, field.type),
  });
}

function readValue(text: string, type: string): RawJson {
  const body = parseJson(text, { raw: VALUE, maxDepth: Number.POSITIVE_INFINITY });
  const { value } = (body ?? {}) as { value?: unknown };
  if (!(value instanceof RawJson)) throw new UnusableReply('Its answer must be `{"value"}`');
  const read: unknown = JSON.parse(value.text);
  if (type === 'link') {
    if (typeof read !== 'string' || !isWebAddress(read))
      throw new UnusableReply('The `value` of its answer must be an http or https URL');
  } else if (read !== null && (typeof read !== 'string' || !isText(read))) {
    throw new UnusableReply(
      'The `value` of its answer must be a text, without control characters, or null',
    );
  }
  return value;
}

// Browsers open it: nothing that runs here.
const isWebAddress = (text: string): boolean =>
  /^https?:$/.test(parseUrl(text)?.protocol ?? '') && !/[\s\p{Cc}]/u.test(text);
