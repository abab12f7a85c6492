import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_TOKEN_NAME_LENGTH, type PersonalToken } from '../auth/personal-token-schema.ts';
import type { Session } from '../auth/sessions.ts';
import { MAX_PASSWORD_BYTES, MIN_PASSWORD_LENGTH } from '../lib/password-rules.ts';
import {
  choice,
  csrfField,
  doneNotice,
  errorSummary,
  type FormProblems,
  field,
} from '../pages/forms.ts';
import { type Html, html } from '../pages/html.ts';
import { layout } from '../pages/layout.ts';
import { newPasswordField } from '../pages/new-password.ts';
import { sendPage } from '../pages/page.ts';
import {
  chooseLang,
  isLang,
  LANG_NAMES,
  type TextKey,
  type Translate,
  translator,
} from '../pages/texts.ts';
import type { UserRow } from '../users/queries.ts';
import { MAX_NAME_LENGTH } from '../users/schema.ts';

/** What the form says in the place of a language, for none of one's own. */
export const BROWSERS_LANGUAGE = 'browser';

/** What {@link sendAccountPage} shows. With problems the page is answered as 422. */
export interface AccountPage {
  session: Session;
  user: UserRow;
  tokens: PersonalToken[];
  /** What was wrong with the form that was sent, by the names of its fields. */
  problems: FormProblems<TextKey>;
  /** The name that was entered, when it was wrong. */
  name?: string;
  /** What was just done. */
  done?: TextKey;
  /** A token that was just made, to be shown this once. */
  newToken?: string;
}

/** What a part of the page is made from: the problems already in the reader's language. */
interface Part extends AccountPage {
  t: Translate;
  lang: string;
  errors: FormProblems;
}

/** Somebody's own account: profile, password, personal tokens. */
export function sendAccountPage(
  reply: FastifyReply,
  request: FastifyRequest,
  page: AccountPage,
): FastifyReply {
  const lang = chooseLang(page.user.lang, request.headers['accept-language']);
  const t = translator(lang);
  const values = { min: MIN_PASSWORD_LENGTH, max: MAX_PASSWORD_BYTES };
  const errors = Object.fromEntries(
    Object.entries(page.problems).map(([name, key]) => [name, key && t(key, values)]),
  );
  const part = { ...page, t, lang, errors };
  const content = html`<h1>${t('account_title')}</h1>
<p class="muted">${page.user.email}</p>
${page.done !== undefined && doneNotice(t(page.done))}
${errorSummary(t, errors)}
${profile(part)}
${password(part)}
${tokens(part)}
<section class="card" aria-labelledby="grants">
<h2 id="grants">${t('account_grants')}</h2>
<p>${t('account_grants_text')}</p>
<p><a class="button" href="/grants">${t('account_grants_show')}</a></p>
</section>`;
  const isWrong = Object.keys(errors).length > 0;
  return sendPage(reply, {
    lang,
    theme: page.user.theme,
    title: t('account_title'),
    status: isWrong ? 422 : 200,
    body: layout({ t, session: page.session, content }),
  });
}

// What the host or the provider gave may be a language of which there are no texts: saving another field must not lose it.
function languages(t: Translate, chosen: string | null): (readonly [string, string])[] {
  const others = chosen === null || isLang(chosen) ? [] : [[chosen, nameOf(chosen)] as const];
  return [[BROWSERS_LANGUAGE, t('account_language_browser')], ...LANG_NAMES, ...others];
}

function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  } catch {
    // Not every text of the right form is a tag.
    return tag;
  }
}

function profile({ t, session, user, name, errors }: Part): Html {
  return html`<section class="card" aria-labelledby="profile">
<h2 id="profile">${t('account_profile')}</h2>
<form method="post" action="/account/profile">
${csrfField(session.csrfToken)}
${field({
  name: 'friendly_name',
  label: t('account_name'),
  hint: t('account_name_hint'),
  error: errors.friendly_name,
  value: name ?? user.friendly_name,
  autocomplete: 'name',
  maxLength: MAX_NAME_LENGTH,
})}
${choice({ name: 'lang', label: t('account_language'), value: user.lang ?? BROWSERS_LANGUAGE, options: languages(t, user.lang) })}
<button class="primary">${t('save')}</button>
</form>
</section>`;
}

function password({ t, session, user, errors }: Part): Html {
  const current = field({
    name: 'current_password',
    label: t('account_current_password'),
    type: 'password',
    autocomplete: 'current-password',
    error: errors.current_password,
  });
  return html`<section class="card" aria-labelledby="password">
<h2 id="password">${t('password')}</h2>
<p>${t(user.has_password ? 'account_password_text' : 'account_password_none')}</p>
<form method="post" action="/account/password">
${csrfField(session.csrfToken)}
<input type="text" name="username" value="${user.email}" autocomplete="username" hidden>
${user.has_password && current}
${newPasswordField(t, errors.new_password)}
<button class="primary">${t(user.has_password ? 'account_change_password' : 'account_set_password')}</button>
</form>
</section>`;
}

function tokens(part: Part): Html {
  const { t, session, errors, newToken } = part;
  const days = (count: number) =>
    [String(count), t('account_token_days', { days: count })] as const;
  return html`<section class="card" aria-labelledby="tokens">
<h2 id="tokens">${t('account_tokens')}</h2>
<p>${t('account_tokens_text')}</p>
${
  newToken !== undefined &&
  html`<div class="notice success" role="status" tabindex="-1" autofocus>
<h3>${t('account_token_created')}</h3>
<p>${t('account_token_copy')}</p>
<code class="token">${newToken}</code>
</div>`
}
${tokenList(part)}
<form method="post" action="/account/tokens">
${csrfField(session.csrfToken)}
${field({
  name: 'name',
  label: t('account_token_name'),
  hint: t('account_token_name_hint'),
  error: errors.name,
  maxLength: MAX_TOKEN_NAME_LENGTH,
})}
${choice({
  name: 'days',
  label: t('account_token_expiry'),
  value: '90',
  options: [
    days(30),
    days(90),
    ['365', t('account_token_year')],
    ['', t('account_token_unlimited')],
  ],
})}
<button>${t('account_token_create')}</button>
</form>
</section>`;
}

function tokenList({ t, lang, session, tokens: list }: Part): Html {
  if (list.length === 0) return html`<p class="muted">${t('account_tokens_empty')}</p>`;
  return html`<ul class="list">${list.map(
    (token) => html`<li>
<div><strong>${token.name}</strong> <code>${token.hint}</code><br>
<small>${t('account_token_made')} ${date(lang, token.created_at)} · ${t('account_token_expires')} ${
      token.expires_at === null ? '–' : date(lang, token.expires_at)
    }</small></div>
<form method="post" action="/account/tokens/${token.id}/revoke">
${csrfField(session.csrfToken)}
<button class="danger" aria-label="${t('account_token_revoke', { name: token.name })}">${t('account_token_revoke_short')}</button>
</form>
</li>`,
  )}</ul>`;
}

const date = (lang: string, iso: string): Html =>
  html`<time datetime="${iso}">${new Date(iso).toLocaleDateString(lang, { dateStyle: 'medium', timeZone: 'UTC' })}</time>`;
