import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oauthDestination } from '../src/host/destination.ts';
import { iconUrl } from '../src/host/elements/icon.ts';
import { pluginPageUrl } from '../src/host/frame.ts';
import { plainPlugin } from './support/world.ts';

const origins = { pluginOrigin: 'https://plugin.example', base: 'https://board.example/platform' };
const authorize = 'https://board.example/platform/oauth/authorize';

const HOSTILE = [
  'https://evil.example/',
  'https://evil.example/oauth/authorize',
  '//evil.example',
  '///evil.example',
  '\\\\evil.example',
  '/\\evil.example',
  '\t//evil.example',
  'java\nscript:alert(1)',
  'javascript:alert(1)',
  'JaVaScRiPt://plugin.example/%0aalert(1)',
  'data:text/html,hi',
  'blob:https://plugin.example/6f9619ff',
  'filesystem:https://plugin.example/temporary/x',
  'about:blank',
  'https://plugin.example@evil.example/',
  'https://user:secret@plugin.example/',
  'https://plugin.example.evil.example/',
  'https://plugin.example:8443/',
  'http://plugin.example/',
  'https://board.example/',
  'https://board.example/oauth/authorize',
  `${authorize}/../token`,
  `${authorize}/`,
  `${authorize}%2f..%2ftoken`,
  `http${authorize.slice(5)}`,
  'https://',
  `/${'a'.repeat(10_000)}`,
];

describe('where a plugin may send the top window', () => {
  it.each([
    ['/connect', 'https://plugin.example/connect'],
    ['connect?init_oauth=true', 'https://plugin.example/connect?init_oauth=true'],
    ['', 'https://plugin.example/'],
    ['https://plugin.example/api/connect', 'https://plugin.example/api/connect'],
    ['HTTPS://PLUGIN.example:443/', 'https://plugin.example/'],
    [`${authorize}?client_id=1&state=%2f`, `${authorize}?client_id=1&state=%2f`],
  ])('%s leads to %s', (redirectTo, href) => {
    expect(oauthDestination(redirectTo, origins)?.href).toBe(href);
  });

  it.each(HOSTILE)('%s leads nowhere', (redirectTo) => {
    expect(oauthDestination(redirectTo, origins)).toBeUndefined();
  });

  it('is never anywhere else, whatever it is made of', () => {
    const pieces = fc.constantFrom(
      ...[
        '/',
        '\\',
        '//',
        '@',
        ':',
        '.',
        '..',
        '%2f',
        '%00',
        '\t',
        '\n',
        '?',
        '#',
        'https:',
        'http:',
      ],
      ...['javascript:', 'blob:', 'evil.example', 'plugin.example', 'board.example', 'platform'],
      ...['oauth/authorize', 'user:secret@', ':443', ':80', '。', '[::1]'],
    );
    const made = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(made, fc.webUrl(), fc.string()), (redirectTo) => {
        const url = oauthDestination(redirectTo, origins);
        if (url === undefined) return;
        expect(url.href).toMatch(
          /^https:\/\/(plugin\.example\/|board\.example\/platform\/oauth\/authorize(?=$|[?#]))/,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an icon', () => {
  it.each([
    ['/icons/3.png', 'https://board.example/icons/3.png'],
    ['icons/3.png', 'https://board.example/platform/icons/3.png'],
    ['//cdn.example/3.png', 'https://cdn.example/3.png'],
    ['http://cdn.example/3.svg', 'http://cdn.example/3.svg'],
  ])('%s is loaded from %s', (icon, href) => {
    expect(iconUrl(icon, origins.base)).toBe(href);
  });

  it.each([
    null,
    '',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'blob:https://board.example/1',
    'file:///etc/passwd',
    'https://',
  ])('%s is not loaded', (icon) => {
    expect(iconUrl(icon, origins.base)).toBeUndefined();
  });
});

describe("the address of a plugin's page", () => {
  const shown = {
    space: { id: 1, name: 'Acme & Söhne' },
    user: { id: 2, name: 'Noor', lang: 'nl', is_admin: false },
    page: { protocol: 'https:', host: 'app.example:8443' },
    base: 'https://board.example/platform',
  };
  const plugin = plainPlugin({ origin: 'https://plugin.example', host: '', close: async () => {} });

  it('says where it is and who looks at it, and keeps its own parameters', () => {
    const url = `${plugin.url}?theme=dark&space_id=9#top`;
    const address = pluginPageUrl({ ...shown, plugin: { ...plugin, url } });
    expect(Object.fromEntries(address.searchParams)).toEqual({
      theme: 'dark',
      space_id: '1',
      space_name: 'Acme & Söhne',
      user_id: '2',
      user_name: 'Noor',
      user_lang: 'nl',
      user_is_admin: 'false',
      slug: 'link-checker',
      protocol: 'https:',
      host: 'app.example:8443',
    });
    expect(address.hash).toBe('#top');
  });

  it('asks the plugin to begin OAuth while the consent is missing, and only then', () => {
    const pending = pluginPageUrl({ ...shown, plugin: { ...plugin, oauth_pending: true } });
    expect(pending.searchParams.get('init_oauth')).toBe('true');
    const url = `${plugin.url}?init_oauth=true`;
    const given = pluginPageUrl({ ...shown, plugin: { ...plugin, url } });
    expect(given.searchParams.has('init_oauth')).toBe(false);
  });

  it.each([
    [null, /no page/],
    ['javascript:alert(1)', /not http or https/],
    ['data:text/html,hi', /not http or https/],
    ['/relative', /not http or https/],
    ['https://app.example:8443/plugin', /own origin/],
    ['https://board.example/plugin', /own origin/],
  ])('%s is refused', (url, reason) => {
    expect(() => pluginPageUrl({ ...shown, plugin: { ...plugin, url } })).toThrow(reason);
  });
});
