import { type Html, html } from '../../pages/html.ts';
import { type ApiDocument, endpointsOf } from './document.ts';
import { breakable, methodView, operationView } from './operation.ts';
import { prose } from './prose.ts';
import { schemasView } from './schemas.ts';

/** A page, but for the frame that all pages have. */
export interface ReferencePage {
  title: string;
  content: Html;
}

/** A page of the reference by the last part of its address; undefined when there is none of that name. */
export function referencePage(document: ApiDocument, name: string): ReferencePage | undefined {
  if (name === '') return page(document, name, 'API reference', overview(document));
  if (name === 'schemas') return page(document, name, 'Schemas', schemasView(document));
  const tag = document.tags.find((one) => slugOf(one.name) === name);
  if (tag === undefined) return undefined;
  const endpoints = endpointsOf(document, tag.name);
  const content = html`<h1>${titleOf(tag.name)}</h1>
<p>${prose(tag.description)}</p>
${endpointList(document, tag.name, '')}
${endpoints.map((endpoint) => operationView(document, endpoint))}`;
  return page(document, name, titleOf(tag.name), content);
}

const slugOf = (tag: string): string => tag.replaceAll(' ', '-');

const titleOf = (tag: string): string =>
  tag === 'oauth'
    ? 'OAuth'
    : `${tag.charAt(0).toUpperCase()}${tag.slice(1)}`.replace(' api', ' API');

function page(document: ApiDocument, name: string, title: string, content: Html): ReferencePage {
  return {
    title,
    content: html`<div class="reference">
${navigation(document, name)}
<div class="reference-content">
${content}
</div>
</div>`,
  };
}

function navigation({ tags }: ApiDocument, current: string): Html {
  const links = [
    ['', 'Overview'],
    ...tags.map(({ name }) => [slugOf(name), titleOf(name)] as const),
    ['schemas', 'Schemas'],
  ] as const;
  return html`<nav class="reference-nav" aria-label="API reference">
<ul>${links.map(([name, title]) => html`<li><a href="${name === '' ? '/docs' : `/docs/${name}`}"${name === current && html` aria-current="page"`}>${title}</a></li>`)}</ul>
</nav>`;
}

function overview(document: ApiDocument): Html {
  const { info, tags, components, servers } = document;
  return html`<h1>API reference</h1>
<p>${prose(info.description)}, version ${info.version}. The same as <a href="/openapi.json">OpenAPI 3.1</a>, from which clients can be made.</p>
<h2>Address</h2>
<p><code>${servers[0]?.url}</code></p>
<h2>Credentials</h2>
<dl class="members">${Object.entries(components.securitySchemes).map(([name, { description = '' }]) => html`<div><dt><code>${name}</code></dt><dd>${prose(description)}</dd></div>`)}</dl>
${tags.map(
  ({
    name,
    description,
  }) => html`<h2><a class="to-itself" href="/docs/${slugOf(name)}">${titleOf(name)}</a></h2>
<p>${prose(description)}</p>
${endpointList(document, name, `/docs/${slugOf(name)}`)}`,
)}`;
}

function endpointList(document: ApiDocument, tag: string, base: string): Html {
  return html`<ul class="endpoints">${endpointsOf(document, tag).map(
    ({ operationId, summary, method, path }) =>
      html`<li><a href="${base}#${operationId}">${methodView(method)} <code>${breakable(path)}</code> <span>${summary}</span></a></li>`,
  )}</ul>`;
}
