import type { Static } from 'typebox';
import { announce } from '../lib/changes.ts';
import { type Db, sqlState } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { type RawJson, rawOrNull } from '../lib/json.ts';
import { isLifecycleEvent } from '../manifest/lifecycle.ts';
import { compilePayloadSchema } from './payload-schema.ts';
import { pluginsHearing } from './plugins-naming.ts';
import { deleteEventType, lockEventType, selectEventType, upsertEventType } from './queries.ts';
import { EVENT_NAME, type EventType, type EventTypeInput, type EventTypeRow } from './schema.ts';

// Compiling a schema keeps the process busy, 64 KiB of it for some 50 ms.
const MAX_SCHEMA_CHARACTERS = 64 * 1024;

/**
 * Creates or replaces an event type.
 *
 * @throws Failure `forbidden` for a lifecycle event, `invalid` for a bad name, schema, example or scope.
 */
export async function putEventType(
  tx: Db,
  name: string,
  input: EventTypeInput,
): Promise<EventTypeRow & { created: boolean }> {
  refuseLifecycleEvent(name);
  if (!EVENT_NAME.test(name)) {
    throw invalid(
      '/name',
      'An event name is a lower-case letter, then up to 99 of a-z, 0-9, "_" and "."',
    );
  }
  const example = presentText(input.example_payload);
  const row = {
    name,
    description: input.description,
    example_payload: example,
    payload_schema: checkedSchema(presentText(input.payload_schema), example),
    ordered: input.ordered ?? true,
    required_scope: input.required_scope ?? null,
    private: input.private ?? false,
  };
  try {
    const stored = await upsertEventType(tx, row);
    await announce(tx, 'event_types', name);
    return stored;
  } catch (error) {
    if (sqlState(error) !== '23503') throw error;
    throw invalid('/required_scope', 'There is no such scope; put it to /platform/v1/scopes first');
  }
}

const presentText = (part: RawJson | undefined): string | null =>
  part === undefined || part.text === 'null' ? null : part.text;

function checkedSchema(text: string | null, example: string | null): string | null {
  if (text === null) return null;
  if (!text.startsWith('{')) throw invalid('/payload_schema', 'must be an object or null');
  if (text.length > MAX_SCHEMA_CHARACTERS) {
    throw new Failure(
      'value_too_large',
      `payload_schema may have at most ${MAX_SCHEMA_CHARACTERS} characters`,
    );
  }
  const check = compilePayloadSchema(JSON.parse(text));
  const [wrong] = example === null ? [] : check(JSON.parse(example));
  if (wrong !== undefined) {
    throw invalid(`/example_payload${wrong.pointer}`, `does not fit the schema: ${wrong.message}`);
  }
  return text;
}

/** @throws Failure `event_type_not_found`. */
export async function getEventType(db: Db, name: string): Promise<EventTypeRow> {
  const row = EVENT_NAME.test(name) ? await selectEventType(db, name) : undefined;
  if (row === undefined) throw noEventType();
  return row;
}

/** @throws Failure `event_type_not_found`; `in_use` while a plugin subscribes to it; `forbidden` for a lifecycle event. */
export async function removeEventType(tx: Db, name: string): Promise<void> {
  refuseLifecycleEvent(name);
  if (!EVENT_NAME.test(name)) throw noEventType();
  if (!(await lockEventType(tx, name))) throw noEventType();
  const slugs = await pluginsHearing(tx, name);
  if (slugs.length > 0) {
    throw new Failure('in_use', `Plugins subscribe to "${name}": ${slugs.join(', ')}`);
  }
  await deleteEventType(tx, name);
  await announce(tx, 'event_types', name);
}

const noEventType = (): Failure =>
  new Failure('event_type_not_found', 'There is no event type of this name');

function refuseLifecycleEvent(name: string): void {
  if (!isLifecycleEvent(name)) return;
  throw new Failure('forbidden', `"${name}" is built in: it can be neither defined nor removed`);
}

/** As it is shown; example and schema as they were written. */
export function eventTypeView({
  example_payload,
  payload_schema,
  ...row
}: EventTypeRow): Static<typeof EventType> {
  return {
    name: row.name,
    description: row.description,
    example_payload: rawOrNull(example_payload),
    payload_schema: rawOrNull(payload_schema),
    ordered: row.ordered,
    required_scope: row.required_scope,
    private: row.private,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
