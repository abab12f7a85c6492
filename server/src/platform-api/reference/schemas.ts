import { type Html, html } from '../../pages/html.ts';
import { type ApiDocument, nameOf, type Schema } from './document.ts';
import { prose } from './prose.ts';

/** Where the reference shows a schema that has a name. */
const schemaPath = (name: string): string => `/docs/schemas#${name}`;

/** The type of a value in a few words; a name leads to what it stands for. */
export function typeOf(schema: Schema): Html | string {
  const { $ref, anyOf, oneOf, items, type, format, const: only } = schema;
  if ($ref !== undefined) return html`<a href="${schemaPath(nameOf($ref))}">${nameOf($ref)}</a>`;
  const variants = anyOf ?? oneOf;
  if (variants !== undefined) return joined(variants.map(typeOf), ' or ');
  if (items !== undefined) return html`array of ${typeOf(items)}`;
  if (only !== undefined) return html`<code>${JSON.stringify(only)}</code>`;
  if (type === undefined) return 'any JSON';
  return format === 'date-time' ? 'time' : format === 'binary' ? 'file' : type;
}

/** Which members say that they are needed, or are not: few enough to be seen. */
export type Marked = 'required' | 'optional';

/** The members of an object, or its variants. */
export function schemaView(schema: Schema, marked: Marked): Html {
  const { properties = {}, required = [], anyOf, oneOf, items } = schema;
  const variants = anyOf ?? oneOf;
  const members = Object.entries(properties);
  if (variants !== undefined) {
    return html`<p>One of:</p>
<ul>${variants.map((one) => html`<li>${typeOf(one)}${one.description && html` – ${prose(one.description)}`}</li>`)}</ul>`;
  }
  if (items !== undefined || members.length === 0) return html`<p>${typeOf(schema)}</p>`;
  return fields(
    members.map(([name, member]) => ({ name, schema: member, required: required.includes(name) })),
    marked,
  );
}

/** A member of an object, or a parameter. Its description is by default that of its schema. */
export interface FieldView {
  name: string;
  schema: Schema;
  required: boolean;
  description?: string | undefined;
}

/** What is known of each field: its type, whether it is needed, what it means and what it may be. */
export function fields(list: FieldView[], marked: Marked): Html {
  return html`<dl class="members">${list.map((one) => field(one, marked))}</dl>`;
}

function field(view: FieldView, marked: Marked): Html {
  const { name, schema, required, description = schema.description } = view;
  const mark =
    (required ? 'required' : 'optional') === marked &&
    html` <span class="${marked}">${marked}</span>`;
  const limits = limitsOf(schema);
  return html`<div><dt><code>${name}</code> <span class="type">${typeOf(schema)}</span>${mark}</dt>
${description !== undefined && html`<dd>${prose(description)}</dd>`}${limits.length > 0 && html`<dd class="hint">${joined(limits, ' · ')}</dd>`}</div>`;
}

function limitsOf(given: Schema): (Html | string)[] {
  const schema = withoutNull(given);
  const { enum: values, minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const limits: (Html | string)[] = [];
  if (values !== undefined) {
    limits.push(
      joined(
        values.map((value) => html`<code>${String(value)}</code>`),
        ', ',
      ),
    );
  }
  // The highest of all goes without saying.
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  for (const [least, highest, unit] of [
    [minLength, maxLength, ' characters'],
    [minimum, most, ''],
    [minItems, maxItems, ' items'],
  ] as const) {
    const limit = between(least, highest, unit);
    if (limit !== undefined) limits.push(limit);
  }
  if (schema.default !== undefined) {
    limits.push(html`default <code>${JSON.stringify(schema.default)}</code>`);
  }
  return limits;
}

function withoutNull(schema: Schema): Schema {
  const some = schema.anyOf?.filter(({ type }) => type !== 'null');
  return some?.length === 1 ? { ...schema, ...some[0] } : schema;
}

function between(
  least: number | undefined,
  most: number | undefined,
  unit: string,
): string | undefined {
  const text = (value: number): string => value.toLocaleString('en');
  if (least !== undefined && most !== undefined) return `${text(least)} to ${text(most)}${unit}`;
  if (least !== undefined) return `at least ${text(least)}${unit}`;
  return most === undefined ? undefined : `at most ${text(most)}${unit}`;
}

const joined = (parts: (Html | string)[], separator: string): Html =>
  html`${parts.map((part, index) => html`${index > 0 && separator}${part}`)}`;

/** Every schema that has a name. */
export function schemasView({ components }: ApiDocument): Html {
  const names = Object.keys(components.schemas);
  return html`<h1>Schemas</h1>
<p>What bodies and answers are made of, by name.</p>
<p class="names">${names.map((name) => html`<a href="#${name}">${name}</a> `)}</p>
${names.map((name) => {
  const schema = components.schemas[name] ?? {};
  return html`<section class="schema" id="${name}">
<h2><a class="to-itself" href="#${name}">${name}</a></h2>
${schema.description !== undefined && html`<p>${prose(schema.description)}</p>`}
${schemaView(schema, 'optional')}
</section>`;
})}`;
}
