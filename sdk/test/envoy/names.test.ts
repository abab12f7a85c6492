import { readFile } from 'node:fs/promises';
import * as envoy from '@plugboard/sdk/envoy';
import { beforeAll, expect, test } from 'vitest';
import { MEMBERS, VALUES } from './names.ts';

let page: string;
beforeAll(async () => {
  page = await readFile(new URL('../../../docs/moving-from-envoy.md', import.meta.url), 'utf8');
});

const known = envoy as Record<string, unknown>;
const isNamed = (name: string) => page.includes(`\`${name}\``);

test("there is every function, class and constant of Envoy's SDK, and the page about moving names it", () => {
  expect(VALUES.filter((name) => known[name] === undefined)).toEqual([]);
  expect(VALUES.filter((name) => !isNamed(name))).toEqual([]);
});

test.each(Object.entries(MEMBERS))(
  '%s has every member, and the page names it',
  (name, members) => {
    const made = instanceOf(name);
    const own = members.own.filter((member) => !(member in made));
    const statics = members.statics.filter((member) => !(member in (known[name] as object)));
    expect({ own, statics }).toEqual({ own: [], statics: [] });
    const all = [...members.own, ...members.statics.map((member) => `${name}.${member}`)];
    expect(all.filter((member) => !isNamed(member))).toEqual([]);
  },
);

/** An instance, whatever it is made of. */
function instanceOf(name: string): object {
  const api = new envoy.EnvoyPluginAPI({ accessToken: 'none', baseUrl: 'http://plugboard.test' });
  if (name.endsWith('API')) return api instanceof (known[name] as never) ? api : userApi();
  if (name === 'EnvoyJWT') return new envoy.EnvoyJWT('shh');
  if (name === 'EnvoySignatureVerifier') return new envoy.EnvoySignatureVerifier({ secret: 'shh' });
  const Class = known[name] as new (...given: unknown[]) => object;
  return name === 'EnvoyPluginSDK' ? new Class({ meta: {}, payload: {} }) : new Class(api, '1');
}

const userApi = () =>
  new envoy.EnvoyUserAPI({ accessToken: 'none', baseUrl: 'http://plugboard.test' });
