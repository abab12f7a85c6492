import { type Html, html } from '../../pages/html.ts';
import { curlOf } from './curl.ts';
import {
  type ApiAnswer,
  type ApiDocument,
  type ApiEndpoint,
  bodyOf,
  followed,
  nameOf,
  type Parameter,
} from './document.ts';
import { prose } from './prose.ts';
import { fields, schemaView, typeOf } from './schemas.ts';

/** An operation: what it does, takes and answers, and beside it an example. */
export function operationView(document: ApiDocument, endpoint: ApiEndpoint): Html {
  const { operationId, summary, description, method, path, responses } = endpoint;
  const answers = Object.entries(responses).filter(([status]) => !status.endsWith('XX'));
  return html`<section class="operation" id="${operationId}">
<div class="operation-text">
<h2><a class="to-itself" href="#${operationId}">${summary}</a></h2>
<p class="endpoint">${methodView(method)} <code>${breakable(path)}</code></p>
${description !== undefined && html`<p>${prose(description)}</p>`}
<p class="hint">${whoMayCall(document, endpoint)}</p>
${parametersView(document, endpoint)}
${bodyView(document, endpoint)}
${answers.map(([status, answer]) => answerView(document, status, answer))}
${failureView(document, responses['4XX'])}
</div>
<div class="operation-examples">
${example('Request', curlOf(endpoint, document.servers[0]?.url ?? ''))}
${answers.slice(0, 1).map(([status, answer]) => answerExample(status, answer))}
</div>
</section>`;
}

/** A method in its colour. */
export const methodView = (method: string): Html =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`;

/** A path that may be broken before each of its parts. */
export const breakable = (path: string): Html =>
  html`${path.split('/').map((part, index) => index > 0 && html`<wbr>/${part}`)}`;

function whoMayCall({ components }: ApiDocument, { security }: ApiEndpoint): Html {
  const schemes = security.flatMap((one) => Object.entries(one));
  if (schemes.length === 0) return html`Anybody may call it.`;
  const names = schemes.map(([name, scopes], index) => {
    const { description = name } = components.securitySchemes[name] ?? {};
    const scope = scopes.length > 0 && html` with the scope <code>${scopes.join(' ')}</code>`;
    return html`${index > 0 && '; or '}${description}${scope}`;
  });
  return html`<strong>Who may call:</strong> ${names}`;
}

function parametersView(
  { components }: ApiDocument,
  { parameters = [] }: ApiEndpoint,
): Html | false {
  if (parameters.length === 0) return false;
  const known = parameters.map((one): Parameter => {
    return one.$ref === undefined ? one : (components.parameters[nameOf(one.$ref)] ?? one);
  });
  const kinds = [
    ['path', 'In the path'],
    ['query', 'In the query'],
    ['header', 'Headers'],
  ] as const;
  return html`${kinds.map(([kind, title]) => {
    const list = known.filter((parameter) => parameter.in === kind);
    return list.length > 0 && html`<h3>${title}</h3>${fields(list.map(toField), 'required')}`;
  })}`;
}

const toField = ({ name, schema, required = false, description }: Parameter) => ({
  name,
  schema,
  required,
  description: description ?? schema.description,
});

function bodyView(document: ApiDocument, { requestBody }: ApiEndpoint): Html | false {
  const body = bodyOf(requestBody?.content);
  if (body === undefined) return false;
  return html`<h3>Body <span class="type">${typeOf(body.schema)}</span></h3>
<p class="hint">${body.type}${requestBody?.required === false && ', may be left out'}</p>
${schemaView(followed(document, body.schema), 'required')}`;
}

function answerView(document: ApiDocument, status: string, answer: ApiAnswer): Html {
  const body = bodyOf(answer.content);
  if (body === undefined) return html`<h3>Answer ${status}</h3><p>${prose(answer.description)}</p>`;
  return html`<h3>Answer ${status} <span class="type">${typeOf(body.schema)}</span></h3>
${body.schema.$ref !== undefined && html`<details><summary>Members</summary>${schemaView(followed(document, body.schema), 'optional')}</details>`}`;
}

function failureView({ components }: ApiDocument, failure: ApiAnswer | undefined): Html | false {
  const shared = failure?.$ref && components.responses[nameOf(failure.$ref)];
  const body = shared ? bodyOf(shared.content) : undefined;
  return body !== undefined && html`<p class="hint">What goes wrong: ${typeOf(body.schema)}</p>`;
}

function answerExample(status: string, { description, content }: ApiAnswer): Html {
  const body = bodyOf(content);
  if (body?.example === undefined) return example(`${status} ${description}`, undefined);
  const { example: value } = body;
  return example(status, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

// A code that may be wider than its place can be scrolled by keyboard, too.
const example = (caption: string, code: string | undefined): Html =>
  html`<figure class="example"><figcaption>${caption}</figcaption>${code !== undefined && html`<pre tabindex="0"><code>${code}</code></pre>`}</figure>`;
