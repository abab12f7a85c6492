import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserPage } from '../src/browser.ts';
import { greeter, linkChecker } from '../src/plugins.ts';
import { doneJob } from '../src/visits.ts';
import { type Answered, type Running, type SetUpWorld, startWorld } from './set-up-world.ts';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** An install in a space of its own, with what calls its set-up. */
async function install(plugin: Running) {
  const space = await world.api.post<{ id: number }>('/spaces', { name: 'Example Ltd' });
  const user = await world.api.post<{ id: number }>('/users', {
    email: `admin-${space.id}@example.com`,
    friendly_name: 'Ada',
  });
  await world.api.put(`/spaces/${space.id}/members/${user.id}`, { role: 'admin' });
  const answer = await world.call('POST', `/spaces/${space.id}/installs`, {
    plugin_id: plugin.pluginId,
    user_id: user.id,
  });
  expect([answer.status, answer.body.status]).toEqual([201, 'setup']);
  const { id } = answer.body;
  const path = `/installs/${id}/setup`;
  return {
    id: id as number,
    spaceId: space.id,
    userId: user.id,
    read: async () => (await world.call('GET', path)).body,
    status: async () => (await world.call('GET', `/installs/${id}`)).body.status,
    ask: (step: number, what: string, body: object) =>
      world.call('POST', `${path}/${step}/${what}`, body),
    submit: (step: number, payload: object) =>
      world.call('POST', `${path}/${step}/submit`, { payload }),
    start: async (step: number) => {
      const { status, body, text } = await world.call('POST', `${path}/${step}/start`);
      expect(status, text).toBe(200);
      return body.url as string;
    },
    /** What the install's own plugin reads of its config, and what the host does. */
    seenByPlugin: () => world.asPlugin(plugin, configPath(id)),
    seenByHost: () => world.call('GET', `/installs/${id}/config`),
  };
}

type Scene = Awaited<ReturnType<typeof install>>;

const configPath = (id: number) => `/installs/${id}/config`;

describe('what the manifests of the two examples have', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a JSON Schema
  type Schema = any;
  const typesIn = (alternatives: Schema[]): string[] =>
    alternatives.map(({ properties }) => properties.type.const).sort();

  async function known() {
    const schema: Schema = await (await fetch(`${world.url}/schemas/manifest.json`)).json();
    const steps: Schema[] = schema.properties.setup_steps.items.oneOf;
    const fields: Schema[] = steps.flatMap(
      ({ properties }) => properties.fields?.items.oneOf ?? [],
    );
    return { steps, fields };
  }

  function used() {
    const sites = { url: 'http://localhost:1', clientId: 'c', clientSecret: 's' };
    const manifests = [greeter, linkChecker(sites)].map((example) =>
      example.manifest('http://localhost:2'),
    ) as unknown as { setup_steps: { type: string; fields?: Record<string, unknown>[] }[] }[];
    const steps = manifests.flatMap(({ setup_steps }) => setup_steps);
    return { steps, fields: steps.flatMap(({ fields = [] }) => fields) };
  }

  const distinct = (values: unknown[]) => [...new Set(values)].sort();

  test('is every type of set-up step and of field that the schema of manifests knows', async () => {
    const { steps, fields } = await known();
    expect(typesIn(steps).length).toBeGreaterThan(0);
    expect(distinct(used().steps.map(({ type }) => type))).toEqual(typesIn(steps));
    expect(distinct(used().fields.map(({ type }) => type))).toEqual(typesIn(fields));
  });

  test('is every way to ask for more options, and every question about a field of choices', async () => {
    const { fields } = await known();
    const { properties } = fields.find((field) => field.properties.type.const === 'select');
    const ways = properties.pagination.enum.filter((way: unknown) => way !== null);
    const given = used().fields.flatMap((field) => field.pagination ?? []);
    expect(distinct(given)).toEqual(distinct(ways));
    const questions = fields.flatMap((field) =>
      Object.keys(field.properties).filter((name) => /^(?!left_).*_url$/.test(name)),
    );
    const asked = used().fields.flatMap((field) => Object.keys(field));
    expect(distinct(questions).filter((name) => !asked.includes(name as string))).toEqual([]);
  });
});

describe('the greeter', () => {
  test('is set up by forms, each wrongly first, and gives visitors the password that it alone reads', async () => {
    const scene = await install(world.greeter);
    const empty = await scene.submit(0, {});
    expect([empty.status, empty.body.errors]).toEqual([
      422,
      [{ pointer: '/payload/greeting', message: 'is required', keyword: 'required' }],
    ]);
    const other = await scene.submit(0, { greeting: 'Go away' });
    expect([other.status, other.body.errors[0].pointer]).toEqual([422, '/payload/greeting']);
    expect(await scene.status()).toBe('setup');
    expect((await scene.submit(0, { greeting: 'Welcome' })).body.status).toBe('active');

    const { steps } = await scene.read();
    const keys: string[] = steps[1].fields.map(({ key }: { key: string }) => key);
    const about = async (what: string, key: string, rest: object = {}) =>
      (await scene.ask(1, what, { field: keys.indexOf(key), ...rest })).body;
    expect((await about('remote_value', 'notice')).value).toContain('greeting');
    expect((await about('remote_value', 'desk')).value).toBe('Front desk');
    const first = await about('options', 'language');
    const second = await about('options', 'language', { cursor: first.cursor });
    const last = await about('options', 'language', { cursor: second.cursor });
    expect([first, second, last].map(({ data }) => data.length)).toEqual([4, 2, 0]);
    expect((await about('options', 'language', { search: 'espa' })).data).toMatchObject([
      { label: 'Español', value: 'es' },
    ]);
    expect((await about('selected_values', 'language', { value: 'fr' })).data).toMatchObject([
      { label: 'Français' },
    ]);
    expect((await about('options', 'receptionist')).data).toMatchObject([
      { label: 'Ada', value: scene.userId },
    ]);
    const left = await about('options', 'badge_colors');
    const right = await about('options', 'badge_colors', { parent_resource_id: 'guest' });
    expect([left.data[0].value, right.data[0].value]).toEqual(['guest', '#1f3a5f']);

    const answers = {
      desk: 'North',
      announce: true,
      language: 'fr',
      receptionist: scene.userId,
      badge_colors: [{ left: 'guest', right: '#1f3a5f' }],
    };
    const short = await scene.submit(1, { ...answers, wifi_password: 'short' });
    expect([short.status, short.body.code, short.body.detail]).toEqual([
      422,
      'plugin_refused',
      'A Wi-Fi password has at least 8 characters',
    ]);
    expect((await scene.read()).steps[1].state).toBe('open');
    const good = await scene.submit(1, { ...answers, wifi_password: 'canary-long' });
    expect(good.body).toMatchObject({ next: null, steps: [{ state: 'done' }, { state: 'done' }] });

    await expectSecret(scene, { wifi_password: 'canary-long' }, world.checker);
    const { jobs } = await world.api.post<{ jobs: { id: string }[] }>('/events', {
      space_id: scene.spaceId,
      name: 'entry_sign_in',
      payload: { name: 'Some Visitor' },
    });
    const job = await doneJob(world.api, jobs[0]?.id ?? '', new AbortController().signal);
    expect(job.attachments).toContainEqual(
      expect.objectContaining({ label: 'Wi-Fi password', value: 'canary-long' }),
    );
  });
});

/** The plugin reads it in its config in clear; the host that it is set, and another plugin nothing. */
async function expectSecret(
  scene: Scene,
  secret: Record<string, string>,
  other: Running,
): Promise<void> {
  const [value = ''] = Object.values(secret);
  expect((await scene.seenByPlugin()).body.data).toMatchObject(secret);
  const seen: Answered[] = [
    await scene.seenByHost(),
    await world.call('GET', `/installs/${scene.id}/setup`),
    await world.call('GET', `/installs/${scene.id}/config/revisions`),
    await world.call('GET', `/route_calls?install_id=${scene.id}`),
    await world.call('GET', `/installs/${scene.id}/export`),
  ];
  for (const { status, text } of seen) {
    expect(status).toBe(200);
    expect(text).not.toContain(value);
  }
  expect((await world.asPlugin(other, configPath(scene.id))).status).toBe(404);
}

describe('the link checker', () => {
  /** The window of a step goes on in a browser that is asked whether it wants to: the host began it. */
  async function connect(scene: Scene, answer: Record<string, string>): Promise<BrowserPage> {
    const browser = world.newBrowser();
    const page = await browser.submit(await browser.open(await scene.start(0)), answer);
    expect(page.html).toContain('Connect Link checker?');
    return browser.submit(page);
  }

  /** The pop-up, as far as the plugin's page lets somebody go on. */
  async function choose(scene: Scene, site: string): Promise<BrowserPage> {
    const browser = world.newBrowser();
    const shown = await browser.submit(await browser.open(await scene.start(1)), { site });
    if (shown.status !== 200) return shown;
    const back = await browser.follow(shown, `${world.url}/set-up/callback?`);
    return browser.submit(back);
  }

  const outcomeOf = ({ html }: BrowserPage) => /data-outcome="(\w+)"/.exec(html)?.[1];
  const stepsOf = async (scene: Scene): Promise<{ state: string; message: string | null }[]> =>
    (await scene.read()).steps.map(
      ({ state, message }: { state: string; message: string | null }) => ({
        state,
        message,
      }),
    );

  test('is set up by a consent, a pop-up and a form, each wrongly first', async () => {
    const scene = await install(world.checker);
    const bakery = `${world.sitesUrl}/bakery/`;
    const early = await choose(scene, bakery);
    expect(early.html).toContain('connect again');

    expect(outcomeOf(await connect(scene, { account: 'bakery', answer: 'deny' }))).toBe('failed');
    expect((await stepsOf(scene))[0]).toEqual({
      state: 'open',
      message: 'The service refused: You said no (access_denied)',
    });
    const newcomer = await connect(scene, { account: 'newcomer', answer: 'allow' });
    expect(newcomer.html).toContain('Newcomer has no site yet');
    expect((await scene.seenByPlugin()).body.data).toEqual({});
    const allowed = await connect(scene, { account: 'bakery', answer: 'allow' });
    expect(outcomeOf(allowed)).toBe('done');
    expect((await stepsOf(scene))[0]).toEqual({ state: 'done', message: null });
    expect(await scene.status()).toBe('setup');

    // A window that is closed has told nobody.
    const closed = await world.newBrowser().open(await scene.start(1));
    expect(closed.html).toContain('Which site?');
    const before = await stepsOf(scene);
    expect(before[1]?.state).toBe('open');
    const typed = await choose(scene, 'the bakery');
    expect([typed.status, typed.html.includes('Enter the address of your site')]).toEqual([
      422,
      true,
    ]);
    expect(await stepsOf(scene)).toEqual(before);
    const others = await choose(scene, `${world.sitesUrl}/museum/`);
    expect(outcomeOf(others)).toBe('failed');
    expect((await stepsOf(scene))[1]?.message).toBe(
      `That is no site of Corner Bakery, which has ${bakery}`,
    );
    expect(outcomeOf(await choose(scene, bakery))).toBe('done');
    expect(await scene.status()).toBe('active');

    const options = async (page?: number) =>
      (await scene.ask(2, 'options', { field: 0, page })).body;
    const pages = [await options(), await options(2), await options(3)];
    expect(pages.map(({ data }) => data.length)).toEqual([4, 2, 0]);
    expect(pages.map(({ next_page }) => next_page)).toEqual([2, 3, null]);
    const chosen = [bakery, `${bakery}bread`];
    const labels = await scene.ask(2, 'selected_values', { field: 0, value: chosen });
    expect(labels.body.data).toMatchObject([{ label: 'Corner Bakery' }, { label: 'Bread' }]);
    const wrong = await scene.submit(2, { pages: chosen, sites_token: 'made up' });
    expect([wrong.status, wrong.body.detail]).toEqual([422, 'Sites does not know this token']);
    const gone = await scene.submit(2, { pages: [`${bakery}pies`] });
    expect([gone.status, gone.body.code]).toEqual([422, 'plugin_refused']);
    const good = await scene.submit(2, { pages: chosen, redirects_are_broken: true });
    expect(good.body).toMatchObject({ next: null, setup_open: false });
    expect((await scene.seenByHost()).body.config).toMatchObject({
      sites_account: 'Corner Bakery',
      site: { title: 'Corner Bakery', url: bakery },
      pages: chosen,
      redirects_are_broken: true,
    });
    const calls = await world.call('GET', `/route_calls?install_id=${scene.id}&limit=200`);
    const kinds = calls.body.data.map(
      ({ kind, outcome }: { kind: string; outcome: string }) => `${kind} ${outcome}`,
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'options answered',
      'selected_values answered',
      'token answered',
      'validation answered',
      'validation refused',
    ]);
  });

  test('alone reads the token that the consent gave, and it opens what was allowed', async () => {
    const scene = await install(world.checker);
    await connect(scene, { account: 'museum', answer: 'allow' });
    const { sites_token } = (await scene.seenByPlugin()).body.data;
    await expectSecret(scene, { sites_token }, world.greeter);
    const headers = { authorization: `Bearer ${sites_token}` };
    const sites = await fetch(`${world.sitesUrl}/api/sites`, { headers });
    expect(await sites.json()).toMatchObject({ account: 'Harbour Museum' });
  });

  test('forgets the site of an account when another one is connected', async () => {
    const scene = await install(world.checker);
    await connect(scene, { account: 'bakery', answer: 'allow' });
    await choose(scene, `${world.sitesUrl}/bakery/`);
    await connect(scene, { account: 'museum', answer: 'allow' });
    const { config } = (await scene.seenByHost()).body;
    expect([config.sites_account, config.site]).toEqual(['Harbour Museum', undefined]);
  });

  test('has windows that come back once', async () => {
    const scene = await install(world.checker);
    const url = await scene.start(0);
    const browser = world.newBrowser();
    const page = await browser.submit(await browser.open(url), {
      account: 'bakery',
      answer: 'allow',
    });
    expect(outcomeOf(await browser.submit(page))).toBe('done');
    const again = await browser.submit(await browser.open(url), {
      account: 'museum',
      answer: 'allow',
    });
    expect([again.status, outcomeOf(again)]).toEqual([400, undefined]);
    expect((await scene.seenByHost()).body.config.sites_account).toBe('Corner Bakery');
  });
});
