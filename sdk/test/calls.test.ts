import {
  ApiError,
  ConditionFailedError,
  createPlugin,
  json,
  link,
  NoneLeftError,
  type Pipeline,
  type Plugin,
  SetupError,
} from '@plugboard/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from './support/world.ts';

let world: World;
let plugin: Plugin;
beforeAll(async () => {
  world = await startWorld();
  plugin = createPlugin(world.credentials);
});
afterAll(() => world.close());

const storageOf = () => plugin.install(world.install.id).storage;

describe('storage', () => {
  test('a pipeline is one transaction, and has one result of its own type a command', async () => {
    const [set, got, missing, count, unset, list] = await storageOf()
      .pipeline()
      .set('a:1', { deep: [1] })
      .get<{ deep: number[] }>('a:1')
      .get('a:none')
      .increment('a:count', 2)
      .unset('a:1')
      .list({ prefix: 'a:' });
    expect(set.value.deep).toEqual([1]);
    expect(got?.value.deep[0]).toBe(1);
    expect(missing).toBeNull();
    expect(count.value).toBe(2);
    expect(unset?.key).toBe('a:1');
    expect(list).toEqual([{ key: 'a:count', value: 2 }]);
  });

  test('a call does nothing until it is awaited, and is carried out once however often it is', async () => {
    const storage = storageOf();
    const call = storage.increment('lazy');
    expect(await storage.get('lazy')).toBeNull();
    await call;
    await call;
    expect((await storage.get<number>('lazy'))?.value).toBe(1);
  });

  test('a pipeline that another was made of is not changed by it', async () => {
    const first = storageOf().pipeline().set('base', 1);
    expect(await first.set('more', 2)).toHaveLength(2);
    expect(first.commands).toHaveLength(1);
  });

  test('a condition that does not hold names its command, and nothing was carried out', async () => {
    const storage = storageOf();
    await storage.set('once', 'first', { ifAbsent: true });
    const again = storage.pipeline().set('beside', 1).set('once', 'second', { ifAbsent: true });
    const error = await again.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConditionFailedError);
    expect(error).toMatchObject({ code: 'condition_failed', commandIndex: 1, status: 409 });
    expect(await storage.get('beside')).toBeNull();
  });

  test('meta tells the version that a later write is bound to', async () => {
    const storage = storageOf();
    const { version, expires_at } = await storage.set('versioned', 1, { meta: true, ttl: 60 });
    expect(expires_at).not.toBeNull();
    await storage.set('versioned', 2, { ifVersion: version });
    await expect(storage.set('versioned', 3, { ifVersion: version })).rejects.toThrow(
      ConditionFailedError,
    );
  });

  test('a unique value that is not to be had any more is an error that has what came of the others', async () => {
    const storage = storageOf();
    await storage.setUniqueNum('unique:1', { min: 1, max: 1 });
    const more = storage.pipeline().set('kept', 1).setUniqueNum('unique:2', { min: 1, max: 1 });
    const error = await more.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(NoneLeftError);
    expect(error).toMatchObject({ commandIndex: 1, results: [{ key: 'kept', value: 1 }, null] });
    expect((await storage.setUnique('text', { chars: 'ab', size: 4 })).value).toMatch(/^[ab]{4}$/);
  });

  test('items() goes through all of them, page after page', async () => {
    const storage = storageOf();
    for (let from = 0; from < 2100; from += 700) {
      let writes: Pipeline<readonly unknown[]> = storage.pipeline();
      for (let n = from; n < from + 700; n++) writes = writes.set(`many:${10_000 + n}`, n);
      await writes;
    }
    const values: number[] = [];
    for await (const { value } of storage.items<number>({ prefix: 'many:' })) values.push(value);
    expect(values).toEqual(Array.from({ length: 2100 }, (_, n) => n));
  });

  test('a value that JSON cannot say is a mistake at once', () => {
    expect(() => storageOf().set('nothing', undefined)).toThrow('null is what stands for nothing');
  });

  test("the plugin's own storage is another than an install's", async () => {
    await plugin.storage.set('own', 1);
    expect(await storageOf().get('own')).toBeNull();
    expect((await plugin.storage.get('own'))?.value).toBe(1);
  });

  test('what is wrong is named with its place', async () => {
    const wrong = storageOf().pipeline().get('fine').get('');
    await expect(wrong).rejects.toMatchObject({ status: 422, pointer: '/commands/1/key' });
  });
});

describe('config', () => {
  test('members are set and removed, and the whole is answered', async () => {
    const { config } = plugin.install(world.install.id);
    expect(await config.set({ greeting: 'Hello', count: 1 })).toEqual({
      greeting: 'Hello',
      count: 1,
    });
    expect(await config.set({ count: null })).toEqual({ greeting: 'Hello' });
    expect(await config.get()).toEqual({ greeting: 'Hello' });
  });

  test("another plugin's install is not found", async () => {
    const { config } = plugin.install(999_999);
    await expect(config.get()).rejects.toMatchObject({ status: 404, code: 'install_not_found' });
  });
});

describe('jobs', () => {
  test('a job that is ongoing is settled later, with attachments; another verdict then is refused', async () => {
    world.serve(plugin.on('entry_sign_in', ({ job }) => job.ongoing('Begun')));
    const id = await world.tell('entry_sign_in', {}, 'vr:entry:7');
    await world.until(id, 'ongoing');
    const job = plugin.job(id);
    const updated = await job.update({
      message: 'Half way',
      attachments: [json('Room', { floor: 2 })],
    });
    expect(updated).toEqual({ id, name: 'entry_sign_in', identifier: 'vr:entry:7' });
    await job.update({
      status: 'done',
      message: 'Printed',
      attachments: [link('Badge', 'https://badges.example.com/1')],
    });
    expect(await world.settled(id)).toMatchObject({
      status: 'done',
      status_message: 'Printed',
      attachments: [
        { type: 'json', value: { floor: 2 } },
        { type: 'link', url: 'https://badges.example.com/1' },
      ],
    });
    await expect(job.update({ status: 'failed' })).rejects.toMatchObject({ code: 'job_settled' });
  });

  test('an id with a slash in it leads nowhere else', async () => {
    const error = await plugin
      .job('../storage')
      .update({})
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
  });
});

test('a notification reaches the admins, with actions that they can choose', async () => {
  const { id } = await plugin.install(world.install.id).notify({
    message: 'The printer is out of paper',
    actions: [{ label: 'Order paper', callbackUrl: `${world.url}/order` }],
  });
  const { body } = await world.server.api('GET', `/platform/v1/notifications/${id}`);
  expect(body).toMatchObject({
    message: 'The printer is out of paper',
    actions: [{ label: 'Order paper', callback_url: `${world.url}/order` }],
  });
});

describe('what the plugin was not given', () => {
  test.each([
    [{}, 'missing_secret'],
    [{ secret: 's' }, 'missing_client_id'],
    [{ secret: [undefined, ''], clientId: 'c' }, 'missing_secret'],
    [{ secret: 's', clientId: 'c' }, 'missing_base_url'],
    [{ secret: 's', clientId: 'c', baseUrl: 'localhost:4400' }, 'wrong_base_url'],
  ])('is named at the first call: %o is %s', async (options, code) => {
    const error = await createPlugin(options)
      .logIn()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SetupError);
    expect(error).toMatchObject({ code });
  });
});
