import { type Install, type Plugboard, type Space, startPlugboard } from '@plugboard/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { firstManifest, manifest } from '../src/manifest.ts';
import { findPage } from '../src/pages.ts';
import { createParcelGuard } from '../src/plugin.ts';

const URL = 'https://parcels.example';

let plugboard: Plugboard;
let space: Space;
beforeAll(async () => {
  plugboard = await startPlugboard();
  // As hosts that let not everybody know of parcels, or of people.
  for (const name of ['parcels.read', 'employees.read']) {
    await plugboard.call('PUT', `/platform/v1/scopes/${name}`, { description: name });
  }
  await plugboard.call('PUT', '/platform/v1/event_types/parcel_arrived', {
    description: 'A parcel was left at the front desk',
    required_scope: 'parcels.read',
  });
});
afterAll(() => plugboard.stop());

const onError = () => undefined;

// A space of its own for each test: its shelf is nobody else's.
beforeEach(async () => {
  space = await plugboard.space();
});

let count = 0;

/** A guard of its own, which calls itself what Plugboard calls it: the addresses of its actions are called. */
function install(config: object | undefined, source: (url: string) => object = manifest) {
  let own = '';
  return space.install((credentials) => createParcelGuard({ ...credentials, onError }, own), {
    manifest: (url) => {
      own = url;
      return { ...source(url), slug: `parcel-guard-${++count}` };
    },
    ...(config && { config: { ...SMALL, ...config } }),
  });
}

const SMALL = { shelf: 'small' };

const arrive = async (parcel: string, attributes: object = {}) =>
  space.emit(
    'parcel_arrived',
    { attributes: { recipient: 'Front office', kind: 'box', ...attributes } },
    { identifier: `parcel:${parcel}` },
  );

const choose = (notification: Record<string, unknown>) =>
  plugboard.call<{ status: string; message: string | null }>(
    'POST',
    `/platform/v1/notifications/${notification.id}/actions/0`,
    {},
  );

const [arrivedNow, inPlaces] = [
  async (on: Install) => (await on.storage()).arrived,
  async (on: Install) =>
    Object.entries(await on.storage()).filter(([key]) => key.startsWith('place:')),
];

describe('a parcel', () => {
  test('gets a place, and whoever it is for is told, with what they need to fetch it', async () => {
    const on = await install({ name_carrier: true, code: '204718' });
    const { status, message, attachments } = await (
      await arrive('1', { carrier: 'Example Post' })
    ).job.settled();
    const [[, place] = []] = await inPlaces(on);
    expect([status, message]).toEqual(['done', `Told Front office: place ${place} of 3`]);
    expect(attachments).toMatchObject([
      { type: 'text', label: 'For', value: 'Front office' },
      {
        type: 'link',
        label: 'Where it is',
        url: expect.stringMatching(`^http.*/places/${place}$`),
      },
      {
        type: 'json',
        label: 'Parcel',
        value: { identifier: 'parcel:1', carrier: 'Example Post', place },
      },
      { type: 'password', label: 'Code of the shelf' },
    ]);
    expect(findPage(`/places/${place}`)).toContain(`Place ${place}`);
    expect(await on.notifications()).toMatchObject([
      {
        message: `A parcel from Example Post is here for Front office, at place ${place}`,
        recipient: { name: { full: 'Front office' } },
        actions: [{ label: 'Picked up', status: 'open' }],
      },
    ]);
  });

  test('that is picked up leaves its place to the one that waited for it', async () => {
    const on = await install({ shelf: 'hook' });
    await (await arrive('1')).job.settled();
    const { job: waiting } = await arrive('2');
    await waiting.attempted();
    expect((await waiting.state()).attempts).toMatchObject([{ status_code: 503 }]);

    const [note = {}] = await on.notifications();
    expect(await choose(note)).toMatchObject({
      status: 'called',
      message: 'Place 1 is free again',
    });
    await plugboard.time.advance({ seconds: 10 });
    expect(await waiting.settled()).toMatchObject({
      status: 'done',
      message: 'Told Front office: place 1 of 1',
    });
    expect(await on.storage()).toMatchObject({ arrived: 2, picked_up: 1, 'place:parcel:2': 1 });
  });

  test('is told of once, however often it is told', async () => {
    const on = await install(SMALL);
    on.faults.duplicate();
    expect((await (await arrive('1')).job.settled()).status).toBe('done');
    on.faults.loseReply();
    const { job } = await arrive('2');
    await job.attempted();
    await plugboard.time.advance({ seconds: 10 });
    expect(await job.settled()).toMatchObject({ status: 'done' });
    expect(await (await arrive('1')).job.settled()).toMatchObject({
      status: 'ignored',
      message: 'The parcel for Front office is on the shelf already',
    });
    expect(await arrivedNow(on)).toBe(2);
    expect(await on.notifications()).toHaveLength(2);
  });

  test.each([{}, { recipient: ' ' }, { recipient: 7 }])(
    'for nobody (%o) fails, and takes no place',
    async ({ recipient }: { recipient?: unknown }) => {
      const on = await install(SMALL);
      const { status, message } = await (
        await arrive('1', { recipient: recipient ?? null })
      ).job.settled();
      expect([status, message]).toEqual(['failed', expect.stringContaining('whom it is for')]);
      expect(await inPlaces(on)).toEqual([]);
    },
  );

  test('that is a letter is not heard of', async () => {
    await install(SMALL);
    expect((await arrive('1', { kind: 'letter' })).jobs).toEqual([]);
  });
});

describe('whom a parcel is for', () => {
  const nameOfAdmin = async (on: Install) => {
    const { data } = await plugboard.call<{ data: { friendly_name: string; email: string }[] }>(
      'GET',
      `/platform/v1/spaces/${space.id}/members`,
    );
    const [admin] = data;
    if (admin === undefined) throw new Error(`Nobody installed ${on.id}`);
    return admin;
  };

  test('is looked up among the people of the space', async () => {
    const on = await install(SMALL);
    const { friendly_name: recipient, email } = await nameOfAdmin(on);
    await (await arrive('1', { recipient })).job.settled();
    expect(await on.notifications()).toMatchObject([{ recipient: { email } }]);
  });

  test('is only named as long as nobody has agreed to that', async () => {
    const on = await install(SMALL, firstManifest);
    const { friendly_name: recipient } = await nameOfAdmin(on);
    expect(await (await arrive('1', { recipient })).job.settled()).toMatchObject({
      status: 'done',
    });
    const [{ recipient: told } = {}] = await on.notifications();
    expect(told).toEqual({ name: { full: recipient } });
  });
});

describe('the set-up', () => {
  test('finds shelves by what was typed, and names the one that was chosen', async () => {
    const { setUp } = await install(SMALL);
    expect((await setUp.options('shelves')).data).toHaveLength(4);
    expect((await setUp.options('shelves', { search: 'SMALL' })).data).toMatchObject([
      { label: 'Small shelf, 3 places', value: 'small' },
    ]);
    expect(await setUp.selectedValues('chosen-shelf', 'room')).toMatchObject({
      data: [{ label: 'Mail room, 80 places' }],
    });
  });

  test('refuses a code that no shelf has, in words that say what one is', async () => {
    const on = await install(undefined);
    expect(await on.status()).toBe('setup');
    await expect(on.setUp.submit(0, { shelf: 'small', code: 'open sesame' })).rejects.toThrow(
      'six digits, such as 204718',
    );
    expect(await on.config()).toEqual({});
    await on.setUp.submit(0, { shelf: 'small', code: '123456', name_carrier: true });
    expect(await on.status()).toBe('active');
    expect(await on.config()).toMatchObject({ shelf: 'small', name_carrier: true });
  });

  test('takes none of the shelves that there are not', async () => {
    const { setUp } = await install(SMALL);
    await expect(setUp.submit(0, { shelf: 'attic' })).rejects.toThrow('one of the shelves');
  });
});

test('every event and every route of the manifest has a handler', () => {
  const guard = createParcelGuard({}, URL);
  const { events, setup_steps } = manifest(URL);
  expect(events.map(({ name }) => name)).toEqual(guard.events);
  const urls = JSON.stringify(setup_steps).match(/"https:[^"]*"/g) ?? [];
  const names = urls.map((quoted) => JSON.parse(quoted).replace(`${URL}/`, ''));
  const handled = guard.routes.map(({ name }) => name).filter((name) => name !== '');
  expect(names.sort()).toEqual(handled.sort());
});
