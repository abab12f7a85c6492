import { invalid } from '../../lib/failures.ts';
import { parseJson, RawJson, rawParts } from '../../lib/json.ts';
import { foldLine } from '../../lib/readable.ts';
import type { SetupField } from '../../manifest/field-types.ts';
import { MEMBERS_RESOURCE } from '../../vocabulary/resource-types.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { callRoute } from './call-route.ts';
import type { SetupContext } from './context.ts';
import { selectMemberChoices, selectMembersAmong } from './member-queries.ts';
import { UnusableReply } from './read-reply.ts';
import { askHost } from './resources.ts';
import type { KnownStep } from './steps.ts';

/** Something to choose. */
export interface OptionView {
  label: string;
  /** As it was written. */
  value: RawJson;
  is_disabled: boolean;
}

/** Some of what there is to choose, and how to ask for more. */
export interface FoundOptions {
  data: OptionView[];
  /** What to send as `cursor` for more; null when there is none. */
  cursor: RawJson | null;
  /** What to send as `page` for more; null when there is none. */
  next_page: number | null;
}

/** Which choices are asked for. */
export interface OptionsQuestion {
  search?: string;
  page?: number;
  cursor?: RawJson;
  /** Of a mapping, the left choice whose right ones are asked for; without it, the left ones are. */
  parent_resource_id?: RawJson;
}

/** A field that somebody fills, and who. */
export interface FilledField {
  known: KnownStep;
  field: SetupField;
  /** From 0. */
  number: number;
  actor: SetupActor;
}

/** The field of a form. @throws Failure `invalid` when there is none of the number. */
export function findField({ step }: KnownStep, number: number): SetupField {
  const fields = step.type === 'form' ? step.fields : [];
  const field = fields[number];
  if (field !== undefined) return field;
  const numbers = fields.length === 0 ? 'has none' : `has 0 to ${fields.length - 1}`;
  throw invalid('/field', `The step has no field ${number}; it ${numbers}`);
}

/** Where choices come from: what the manifest says of a select, or of one side of a mapping. */
interface Choices {
  options?: { label: string; value: string | number | boolean }[];
  options_url?: string | null;
  searchable?: boolean;
  pagination?: 'page' | 'cursor' | null;
  selected_values_url?: string | null;
}

/**
 * What there is to choose for a field.
 *
 * @throws Failure `invalid` for a field without choices, or one that cannot be asked so; `plugin_refused`, `plugin_failed`.
 */
export async function listOptions(
  deps: SetupDeps,
  context: SetupContext,
  filled: FilledField,
  question: OptionsQuestion,
): Promise<FoundOptions> {
  const { field } = filled;
  if (field.type === 'resource_select')
    return resourceOptions(deps, context, { ...filled, field }, question);
  const choices = choicesOf(field, question);
  const url = choices.options_url ?? null;
  if (url === null) return staticPage(choices.options ?? [], question);
  refuseUnasked(choices, question);
  const answer = await callRoute(deps, context, filled.actor, {
    kind: 'options',
    step: filled.known.number,
    field: filled.number,
    url,
    params: { ...question, location_id: String(context.row.space_id) },
    read: readOptions,
  });
  return {
    data: answer.data,
    cursor: choices.pagination === 'cursor' && answer.data.length > 0 ? answer.cursor : null,
    next_page:
      choices.pagination === 'page' && answer.data.length > 0 ? (question.page ?? 1) + 1 : null,
  };
}

function choicesOf(field: SetupField, { parent_resource_id }: OptionsQuestion): Choices {
  if (field.type === 'mapping') {
    if (parent_resource_id === undefined)
      return { options: field.left_options, options_url: field.left_options_url };
    if (field.right_field.type === 'select') return field.right_field;
    throw invalid('/parent_resource_id', 'The right side of this mapping is a text');
  }
  if (parent_resource_id !== undefined)
    throw invalid('/parent_resource_id', 'is for mappings: the left choice');
  if (field.type === 'select') return field;
  throw invalid('/field', `A field of the type "${field.type}" has no options`);
}

// What the plugin did not say that it takes, it is not asked.
function refuseUnasked({ searchable, pagination }: Choices, question: OptionsQuestion): void {
  if (question.search !== undefined && !searchable)
    throw invalid('/search', 'The field is not `searchable`');
  if (question.page !== undefined && pagination !== 'page')
    throw invalid('/page', 'The field has no `pagination` by pages');
  if (question.cursor !== undefined && pagination !== 'cursor')
    throw invalid('/cursor', 'The field has no `pagination` by cursor');
}

const PAGE = 50;

function staticPage(
  options: NonNullable<Choices['options']>,
  { search = '', page = 1, cursor }: OptionsQuestion,
): FoundOptions {
  if (cursor !== undefined) throw invalid('/cursor', 'These options come in pages: send `page`');
  const wanted = search.toLowerCase();
  const found = options.filter(({ label }) => label.toLowerCase().includes(wanted));
  const end = page * PAGE;
  return {
    data: found.slice(end - PAGE, end).map(staticOption),
    cursor: null,
    next_page: found.length > end ? page + 1 : null,
  };
}

const staticOption = ({ label, value }: { label: string; value: unknown }): OptionView => ({
  label,
  value: new RawJson(JSON.stringify(value)),
  is_disabled: false,
});

type ResourceField = Extract<SetupField, { type: 'resource_select' }>;

async function resourceOptions(
  deps: SetupDeps,
  context: SetupContext,
  { field, known, number, actor }: FilledField & { field: ResourceField },
  { search, page, cursor, parent_resource_id }: OptionsQuestion,
): Promise<FoundOptions> {
  if (parent_resource_id !== undefined)
    throw invalid('/parent_resource_id', 'is for mappings: the left choice');
  if (field.resource === MEMBERS_RESOURCE)
    return memberOptions(deps, context, { search, page, cursor });
  if (page !== undefined) throw invalid('/page', 'Resources of the host come by `cursor`');
  const { data, cursor: more } = await askHost(deps, context, {
    resource: field.resource,
    step: known.number,
    field: number,
    actor,
    params: { search, cursor },
    read: readOptions,
  });
  return { data, cursor: data.length > 0 ? more : null, next_page: null };
}

async function memberOptions(
  deps: SetupDeps,
  { row }: SetupContext,
  { search, page = 1, cursor }: Pick<OptionsQuestion, 'search' | 'page' | 'cursor'>,
): Promise<FoundOptions> {
  if (cursor !== undefined) throw invalid('/cursor', 'Members come in pages: send `page`');
  const offset = (page - 1) * PAGE;
  const found = await selectMemberChoices(deps.db, row.space_id, search, {
    offset,
    limit: PAGE + 1,
  });
  return {
    data: found.slice(0, PAGE).map(memberOption),
    cursor: null,
    next_page: found.length > PAGE ? page + 1 : null,
  };
}

const memberOption = ({
  id,
  friendly_name,
}: {
  id: number;
  friendly_name: string;
}): OptionView => ({
  label: friendly_name,
  value: new RawJson(String(id)),
  is_disabled: false,
});

/**
 * The labels of what was chosen earlier. What nobody knows any more is left out.
 *
 * @param value one, or an array.
 * @throws Failure as {@link listOptions}.
 */
export async function listSelected(
  deps: SetupDeps,
  context: SetupContext,
  filled: FilledField,
  value: RawJson,
): Promise<OptionView[]> {
  const { field } = filled;
  const read: unknown = JSON.parse(value.text);
  const wanted = Array.isArray(read) ? read : [read];
  if (field.type === 'resource_select') {
    if (field.resource !== MEMBERS_RESOURCE) {
      return askHost(deps, context, {
        resource: field.resource,
        step: filled.known.number,
        field: filled.number,
        actor: filled.actor,
        params: { value },
        read: (text) => readOptions(text).data,
      });
    }
    const ids = wanted.filter((id) => Number.isSafeInteger(id) && id > 0);
    return (await selectMembersAmong(deps.db, context.row.space_id, ids)).map(memberOption);
  }
  const choices = selectableOf(field);
  const url = choices.selected_values_url ?? null;
  if (url === null) {
    const chosen = new Set(wanted);
    return (choices.options ?? []).filter((option) => chosen.has(option.value)).map(staticOption);
  }
  return callRoute(deps, context, filled.actor, {
    kind: 'selected_values',
    step: filled.known.number,
    field: filled.number,
    url,
    params: { value },
    // What Express makes of `res.send(null)`.
    emptyAs: 'null',
    read: readSelected,
  });
}

function selectableOf(field: SetupField): Choices {
  if (field.type === 'select') return field;
  if (field.type === 'mapping' && field.right_field.type === 'select') return field.right_field;
  throw invalid('/field', `A field of the type "${field.type}" has no options`);
}

const OPTION_VALUES = rawParts(['*/value', 'data/*/value', 'value', 'cursor']);

function readOptions(text: string): { data: OptionView[]; cursor: RawJson | null } {
  const body = parseJson(text, { raw: OPTION_VALUES, maxDepth: Number.POSITIVE_INFINITY });
  const { data, cursor = new RawJson('null') } = Array.isArray(body)
    ? { data: body }
    : ((body ?? {}) as { data?: unknown; cursor?: RawJson });
  if (!Array.isArray(data))
    throw new UnusableReply('Its answer must be an array of options, or `{"data": […], "cursor"}`');
  if (!/^(?:"|-|[0-9]|null$)/.test(cursor.text))
    throw new UnusableReply('The `cursor` of its answer must be a text, a number or null');
  const hasMore = cursor.text !== 'null' && cursor.text !== '""';
  return { data: data.map(readOption), cursor: hasMore ? cursor : null };
}

function readSelected(text: string): OptionView[] {
  const body = parseJson(text, { raw: OPTION_VALUES, maxDepth: Number.POSITIVE_INFINITY });
  if (body === null) return [];
  return Array.isArray(body) ? body.map(readOption) : [readOption(body, undefined)];
}

function readOption(option: unknown, index: number | undefined): OptionView {
  const place = index === undefined ? 'The option' : `The option ${index}`;
  const { label, value, isDisabled = false } = (option ?? {}) as Record<string, unknown>;
  const shown = typeof label === 'string' ? foldLine(label, 200) : undefined;
  if (shown === undefined) throw new UnusableReply(`${place} of its answer has no \`label\``);
  if (!(value instanceof RawJson) || !/^["tf\-0-9]/.test(value.text))
    throw new UnusableReply(
      `The \`value\` of the option "${shown}" must be a text, a number, true or false`,
    );
  if (typeof isDisabled !== 'boolean' && isDisabled !== null)
    throw new UnusableReply(`\`isDisabled\` of the option "${shown}" must be true or false`);
  return { label: shown, value, is_disabled: isDisabled === true };
}
