import { type Install, type Plugboard, type Space, startPlugboard } from '@plugboard/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manifest } from '../src/manifest.ts';
import { createGreeter } from '../src/plugin.ts';

let plugboard: Plugboard;
let space: Space;
let install: Install;
beforeAll(async () => {
  plugboard = await startPlugboard();
});
afterAll(() => plugboard.stop());

const greeter = createGreeter(
  { onError: () => undefined },
  { publicUrl: 'https://greeter.example', clientSecret: 'of-the-passwords' },
);

// A space of its own for each test: their badges are nobody else's.
beforeEach(async () => {
  space = await plugboard.space();
  install = await space.install(greeter, { manifest, config: { greeting: 'Hello' } });
});

/** Ada signs in, or whoever the visit is of. */
const signIn = async (visit = 'vr:entry:1', name = 'Ada') =>
  (await space.emit('entry_sign_in', { attributes: { 'full-name': name } }, { identifier: visit }))
    .job;
const signOut = async (visit = 'vr:entry:1') =>
  (await space.emit('entry_sign_out', { name: 'Ada' }, { identifier: visit })).job;

/** The numbers that are handed out, by visit. */
const badges = async () =>
  Object.fromEntries(
    Object.entries(await install.storage()).map(([key, badge]) => [
      key.replace('badge:', ''),
      badge,
    ]),
  );

describe('a visitor', () => {
  test('is greeted, and given a badge with an attachment of each type', async () => {
    const { status, message, attachments } = await (await signIn()).settled();
    expect([status, message]).toEqual(['done', 'Greeted Ada: Hello']);
    const { 'vr:entry:1': badge } = await badges();
    expect(badge).toBeGreaterThanOrEqual(1000);
    const page = `https://greeter.example/badges/${badge}`;
    expect(attachments).toMatchObject([
      { type: 'text', label: 'Greeting', value: 'Hello' },
      { type: 'link', label: 'Badge', url: page },
      { type: 'password', label: 'Wi-Fi password' },
      { type: 'json', label: 'Visit', value: { name: 'Ada', badge } },
      { type: 'credential_image', image: { link: `${page}.svg` } },
    ]);
  });

  test('gives the badge back when they leave, and cannot do so twice', async () => {
    await (await signIn()).settled();
    const { status, message } = await (await signOut()).settled();
    expect([status, message]).toEqual(['done', expect.stringContaining('is free again')]);
    expect(await badges()).toEqual({});
    expect(await (await signOut()).settled()).toMatchObject({ status: 'ignored' });
  });

  test('is read the Wi-Fi password that the admin set', async () => {
    await install.configure({ wifi_password: 'four words in a row' });
    await (await signIn()).settled();
    const [delivery] = install.deliveries.filter(({ body }) => body.includes('entry_sign_in'));
    expect(delivery?.reply?.body).toContain('four words in a row');
  });
});

describe('on a bad day', () => {
  test.each([false, true])(
    'a delivery that comes twice (at once: %s) hands out one badge',
    async (atOnce) => {
      install.faults.duplicate({ atOnce });
      await (await signIn()).settled();
      expect(Object.keys(await badges())).toEqual(['vr:entry:1']);
      const [first, second] = install.deliveries
        .filter(({ body }) => body.includes('entry_sign_in'))
        .map(({ reply }) => JSON.parse(reply?.body ?? '{}').message);
      expect(second).toBe(first);
    },
  );

  test('a reply that is lost leaves the visitor one badge, and shows the attachments once', async () => {
    install.faults.loseReply();
    const job = await signIn();
    await job.attempted();
    const held = await badges();
    await plugboard.time.advance({ seconds: 10 });
    const { attempts, attachments } = await job.settled();
    expect([attempts.length, attachments.length]).toEqual([2, 5]);
    expect(await badges()).toEqual(held);
  });

  test('a reply that is lost when they leave has not freed the badge yet', async () => {
    await (await signIn()).settled();
    install.faults.loseReply();
    const job = await signOut();
    await job.attempted();
    expect(Object.keys(await badges())).toEqual(['vr:entry:1']);
    await plugboard.time.advance({ seconds: 10 });
    expect(await job.settled()).toMatchObject({ status: 'done' });
    expect(await badges()).toEqual({});
  });

  test('visits that arrive in the other order each have a badge of their own', async () => {
    install.faults.reorder();
    const jobs = [await signIn('vr:entry:1'), await signIn('vr:entry:2', 'Grace')];
    for (const job of jobs) expect(await job.settled()).toMatchObject({ status: 'done' });
    expect(new Set(Object.values(await badges())).size).toBe(2);
  });

  test('what arrives late is greeted all the same', async () => {
    install.faults.delay(50);
    expect(await (await signIn()).settled()).toMatchObject({ status: 'done' });
  });

  test('a proxy that answers in its place costs an attempt', async () => {
    install.faults.answer(503);
    const job = await signIn();
    await job.attempted();
    expect(await badges()).toEqual({});
    await plugboard.time.advance({ minutes: 1 });
    expect((await job.settled()).attempts).toHaveLength(2);
  });

  test('a request that Plugboard did not sign gives nobody a badge', async () => {
    install.faults.wrongSignature();
    const job = await signIn();
    await job.attempted();
    expect((await job.state()).attempts).toMatchObject([{ status_code: 401 }]);
    expect(await badges()).toEqual({});
  });

  test('a token that ended is replaced, and the visitor notices nothing', async () => {
    await (await signIn()).settled();
    await install.faults.expireTokens();
    const { status, attempts } = await (await signIn('vr:entry:2', 'Grace')).settled();
    expect([status, attempts.length]).toEqual(['done', 1]);
  });

  test('a call that Plugboard puts off is made again', async () => {
    install.callFaults.answer(429, { headers: { 'retry-after': '0' } });
    expect(await (await signIn()).settled()).toMatchObject({ status: 'done' });
  });
});
