import { expect, test } from 'vitest';
import { embeddedPageUrl } from '../../src/app-bridge/embedded-page.ts';
import type { OpenedVisit } from '../../src/app-bridge/visit-queries.ts';
import { completeManifest } from '../../src/manifest/schema.ts';

// As it is shipped: its sources know a browser, and this does not.
const { pluginPageUrl }: { pluginPageUrl(options: object): URL } = await import(
  new URL('../../../bridge/dist/host/frame.js', import.meta.url).href
);

test.each([
  [true, 'dark'],
  [false, 'light'],
] as const)(
  'a page is told the same by the server and by the elements (granted: %s)',
  (granted, theme) => {
    const url = 'https://plugin.example.com/app?kept=a%20b&init_oauth=true&host=x#part';
    const manifest = completeManifest({
      name: 'Greeter',
      slug: 'greeter',
      embedded_app_url: url,
      oauth_redirect_uri: 'https://plugin.example.com/callback',
    });
    const visit: OpenedVisit = {
      user_id: 7,
      user_name: 'Noor & Ann',
      lang: 'nl-BE',
      is_admin: true,
      development: false,
      space_id: 4,
      space_name: 'Größe 1',
      client_id: 'a',
      slug: 'greeter',
      manifest,
      granted,
    };
    const hostOrigin = 'https://app.example.com:8443';
    const byElements = pluginPageUrl({
      plugin: {
        id: 1,
        slug: 'greeter',
        name: 'Greeter',
        sidebar: true,
        toolbar: false,
        url,
        oauth_pending: !granted,
      },
      space: { id: 4, name: 'Größe 1' },
      user: { id: 7, name: 'Noor & Ann', lang: 'nl-BE', is_admin: true },
      page: { protocol: 'https:', host: 'app.example.com:8443' },
      base: 'https://plugboard.example.com',
      theme,
    });
    const byServer = embeddedPageUrl(visit, { hostOrigin, acceptLanguage: undefined, theme });
    const told = (address: string) => [...new URL(address).searchParams].sort();
    expect(told(byServer ?? '')).toEqual(told(byElements.href));
  },
);
