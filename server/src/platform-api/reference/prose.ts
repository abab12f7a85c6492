import { type Html, html } from '../../pages/html.ts';

/** A description: what stands in backticks becomes code. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
