import type { Config } from '../config.ts';
import { contrast } from '../lib/colour.ts';
import { shorten } from '../lib/text.ts';
import type { MailContent } from './queries.ts';
import { type MailTexts, mailTexts } from './texts.ts';

/** What a mail says, in words and in HTML. */
export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

/** Where the links of a mail lead. */
export interface MailLinks {
  /** What the mail is for. */
  to: string;
  /** Where its reader asks for no more such mails; undefined for what they asked for themselves. */
  stop: string | undefined;
}

type Look = Pick<Config, 'brandName' | 'brandColor'>;

const MOST_SHOWN = 2000;

/** Where in the console, or in our own pages, somebody finds what a mail is about; of a password that is asked for and of an invitation, the link says it. */
export function mailPathOf(mail: MailContent): string {
  const install = `/spaces/${mail.space_id}/installs/${mail.install_id}`;
  const plugin = `/plugins/${encodeURIComponent(mail.plugin_slug ?? '')}`;
  switch (mail.kind) {
    case 'notification':
      return '/notifications';
    case 'permissions':
      return `${install}/permissions`;
    case 'plugin_deleted':
      return install;
    case 'release_submitted':
      return `/operator/review/${mail.plugin_id}/${mail.release}`;
    case 'release_approved':
    case 'release_rejected':
    case 'roll_out_done':
    case 'roll_out_failed_installs':
    case 'rolled_back':
      return `${plugin}/releases`;
    default:
      return plugin;
  }
}

/** Writes a mail in the language of its reader. */
export function composeMail(mail: MailContent, links: MailLinks, look: Look): ComposedMail {
  const t = mailTexts(mail.lang);
  const values = {
    brand: look.brandName,
    name: mail.friendly_name ?? '',
    email: mail.email,
    plugin: mail.plugin_name ?? mail.plugin_slug ?? '',
    space: mail.space_name ?? '',
    event: mail.event_name ?? '',
    release: mail.release ?? '',
    more: mail.more,
  };
  const say: MailTexts = (key) => t(key, values);
  const parts: Parts = {
    paragraphs: [
      say(mail.friendly_name === null ? 'greeting_nobody' : 'greeting'),
      say(`${mail.kind}_text`),
    ],
    quote: mail.message === null ? undefined : shorten(mail.message, MOST_SHOWN),
    after: mail.kind === 'notification' && mail.more > 0 ? say('notification_more') : undefined,
    label: say(`${mail.kind}_link`),
  };
  return {
    subject: say(`${mail.kind}_subject`),
    text: asText(parts, links, say),
    html: asHtml(parts, links, say, look),
  };
}

interface Parts {
  paragraphs: string[];
  quote: string | undefined;
  after: string | undefined;
  label: string;
}

function asText({ paragraphs, quote, after, label }: Parts, links: MailLinks, say: MailTexts) {
  const quoted = quote?.split('\n').map((line) => `> ${line}`.trimEnd());
  const foot = links.stop && `-- \n${say('stop')}\n${say('stop_link')}: ${links.stop}`;
  const blocks = [...paragraphs, quoted?.join('\n'), after, `${label}:\n${links.to}`, foot];
  return `${blocks.filter((block) => block !== undefined).join('\n\n')}\n`;
}

// Mail clients know neither custom properties nor stylesheets of other files: all of it stands with the elements.
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px";
const OWN_COLOUR = '#3b4fd8';
const READABLE = 4.5;

function asHtml(parts: Parts, links: MailLinks, say: MailTexts, look: Look): string {
  const { paragraphs, quote, after, label } = parts;
  const given = look.brandColor ?? OWN_COLOUR;
  const colour = contrast(given, '#ffffff') >= READABLE ? given : '#1b1f27';
  const blocks = [
    `<p style="margin:0 0 24px;font-weight:600">${escaped(look.brandName)}</p>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`),
    quote &&
      `<blockquote style="margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #d9dde4;white-space:pre-wrap">${escaped(quote)}</blockquote>`,
    after && `<p style="margin:0 0 16px">${escaped(after)}</p>`,
    `<p style="margin:24px 0"><a href="${escaped(links.to)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${colour};color:#ffffff;font-weight:600;text-decoration:none">${escaped(label)}</a></p>`,
    `<p style="margin:0 0 16px;color:#545c6b;font-size:14px">${escaped(say('link_hint'))}<br>${escaped(links.to)}</p>`,
    links.stop &&
      `<p style="margin:24px 0 0;color:#545c6b;font-size:14px">${escaped(say('stop'))} <a href="${escaped(links.stop)}" style="color:#545c6b">${escaped(say('stop_link'))}</a></p>`,
  ];
  const body = blocks.filter((block) => block !== undefined).join('\n');
  return `<!doctype html>
<html><head><meta charset="utf-8"></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1b1f27;line-height:1.5;${FONT}">
<div style="max-width:560px;margin:0 auto">
${body}
</div></body></html>
`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
