import type { Visitor } from '../auth/visitors.ts';
import type { Brand } from './brand.ts';
import { type Html, html } from './html.ts';
import type { Translate } from './texts.ts';

/** What the body of a page is made from. */
export interface PageLayout {
  t: Translate;
  /** Who looks; without one the header has only the product's name. */
  session?: Visitor;
  /** Where the product's name leads; by default to the spaces. */
  home?: string;
  content: Html;
}

/** Made for a brand once the page is sent. */
export type PageBody = (brand: Brand) => Html;

/** The body of a page: a header with the product and the person, and the content as the main landmark. */
export function layout({ t, session, home = '/spaces', content }: PageLayout): PageBody {
  return (brand) => html`<a class="skip" href="#content">${t('skip_to_content')}</a>
<header class="app-header">
<a class="app-name" href="${home}">${named(brand)}</a>
${session && account(t, session)}
</header>
<main id="content" tabindex="-1">
${content}
</main>`;
}

/** A page for somebody who is not signed in, or about one thing only: a card in the middle. */
export function cardLayout({ content }: Pick<PageLayout, 'content'>): PageBody {
  return (brand) => html`<main id="content" class="alone">
<p class="app-name">${named(brand)}</p>
<div class="card">
${content}
</div>
</main>`;
}

const account = (t: Translate, session: Visitor): Html => html`<div class="app-account">
${session.onlySpace === undefined ? html`<a href="/account"><span class="visually-hidden">${t('header_account')} </span>${session.friendlyName}</a>` : html`<span>${session.friendlyName}</span>`}
<form method="post" action="/sign-out"><button class="plain">${t('sign_out')}</button></form>
</div>`;

const named = ({ name, logo }: Brand): Html =>
  html`${logo ? html`<img class="logo" src="${logo.path}" alt="">` : MARK}<span>${name}</span>`;

const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="currentColor"/><path d="M11 7v6M21 7v6M8 13h16v3a8 8 0 0 1-16 0zM16 24v3" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
