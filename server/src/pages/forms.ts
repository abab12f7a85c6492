import { type Html, html } from './html.ts';
import type { Translate } from './texts.ts';

/** The field of a form that no other site knows; see `requireCsrfToken`. */
export const CSRF_FIELD = 'csrf_token';

/**
 * Has to be in every form that is posted.
 *
 * @param token of the session (`Session.csrfToken`), or of the browser where there is none (`FormTokens`).
 */
export const csrfField = (token: string): Html =>
  html`<input type="hidden" name="${CSRF_FIELD}" value="${token}">`;

/** What is wrong with a form, by field. */
type FormProblems = Record<string, string | undefined>;

/** An input that must be filled in. `name` is also its id in the page. */
export interface FormField {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  value?: string;
  /** HTML's token for what browsers may fill in, such as `current-password`. */
  autocomplete?: string;
  hint?: string;
  /** What is wrong with the value. */
  error?: string;
  /** In characters. */
  maxLength?: number;
  minLength?: number;
}

/** A labelled input; its hint and its error are read out with it. */
export function field(given: FormField): Html {
  const { name, type = 'text', value, autocomplete, error } = given;
  return html`<div class="field${error !== undefined && ' invalid'}">
<label for="${name}">${given.label}</label>
${notes(given)}
<input id="${name}" name="${name}" type="${type}" required${described(given)}${optional('value', value)}${optional('autocomplete', autocomplete)}${optional('minlength', given.minLength)}${optional('maxlength', given.maxLength)}${type !== 'text' && html` autocapitalize="none" spellcheck="false"`}${error !== undefined && html` aria-invalid="true"`}>
</div>`;
}

/** A list of which one entry is chosen; `value` is the one that is chosen now. */
export interface FormChoice {
  name: string;
  label: string;
  hint?: string;
  error?: string;
  value: string;
  /** Value and text. */
  options: readonly (readonly [string, string])[];
}

/** A labelled list of choices. */
export function choice(given: FormChoice): Html {
  const options = given.options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === given.value && html` selected`}>${text}</option>`,
  );
  return html`<div class="field${given.error !== undefined && ' invalid'}">
<label for="${given.name}">${given.label}</label>
${notes(given)}
<select id="${given.name}" name="${given.name}"${described(given)}>${options}</select>
</div>`;
}

type Notes = Pick<FormField, 'name' | 'hint' | 'error'>;

const notes = ({ name, hint, error }: Notes): Html =>
  html`${
    hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`
  }${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}`;

function described({ name, hint, error }: Notes): Html | undefined {
  const ids = [hint !== undefined && `${name}-hint`, error !== undefined && `${name}-error`];
  const list = ids.filter((id) => id !== false).join(' ');
  return list === '' ? undefined : html` aria-describedby="${list}"`;
}

const optional = (attribute: string, value: string | number | undefined): Html | undefined =>
  value === undefined ? undefined : html` ${attribute}="${value}"`;

/** What is wrong with a form, before it, with a link to each field. It takes the focus, so that it is read out first. */
export function errorSummary(t: Translate, problems: FormProblems): Html | undefined {
  const entries = Object.entries(problems).filter(([, message]) => message !== undefined);
  if (entries.length === 0) return undefined;
  const items = entries.map(([name, message]) =>
    name === '' ? html`<li>${message}</li>` : html`<li><a href="#${name}">${message}</a></li>`,
  );
  return html`<div class="notice danger" role="alert" tabindex="-1" autofocus>
<h2>${t('form_problems')}</h2>
<ul>${items}</ul>
</div>`;
}

/** Says that something was done. */
export const doneNotice = (text: string): Html =>
  html`<div class="notice success" role="status"><p>${text}</p></div>`;
