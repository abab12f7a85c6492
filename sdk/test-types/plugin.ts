import {
  createPlugin,
  type EventMeta,
  type JsonObject,
  type Plugin,
  refuse,
  text,
  type Verdict,
} from '@plugboard/sdk';
import type { Expect, Same } from './expect.ts';

/** As a host's event types are written down. */
interface HostEvents {
  entry_sign_in: { name: string; host?: { email: string } };
  entry_sign_out: { name: string };
}

const plugin = createPlugin<HostEvents>();

plugin.on('entry_sign_in', async ({ event, payload, job, meta, signal, delivery }) => {
  type Checks = [
    Expect<Same<typeof event, 'entry_sign_in'>>,
    Expect<Same<typeof payload, HostEvents['entry_sign_in']>>,
    Expect<Same<typeof meta, EventMeta>>,
    Expect<Same<typeof signal, AbortSignal>>,
    Expect<Same<typeof delivery.backfill, number | null>>,
  ];
  const verdict = job.done('Hello', { attachments: [text('Name', payload.name)] });
  type IsVerdict = Expect<Same<typeof verdict, Verdict>>;
  // @ts-expect-error it may be missing
  payload.host.email;
  return verdict;
});

// Events of Plugboard itself are known, whatever the host's are.
plugin.on('config_updated', ({ payload }) => {
  type Checks = Expect<Same<typeof payload.changed, string[]>>;
});

// @ts-expect-error the host has no such event
plugin.on('entry_sign_inn', () => {});
// @ts-expect-error a verdict is made by job, not by hand
plugin.on('entry_sign_in', () => ({ message: 'Hello' }));
// @ts-expect-error a verdict needs calling
plugin.on('entry_sign_in', ({ job }) => job.done);
// @ts-expect-error a failure needs a message
plugin.on('entry_sign_in', ({ job }) => job.failed());
// @ts-expect-error a retry needs a time
plugin.on('entry_sign_in', ({ job }) => job.retry({ message: 'Later' }));
// @ts-expect-error text is what it shows
plugin.on('entry_sign_in', ({ job }) => job.done('', { attachments: [text('Name', {})] }));

// Where nobody says which events there are, all are taken, and a lifecycle event still has its type.
createPlugin()
  .on('whatever', ({ payload }) => {
    type Checks = Expect<Same<typeof payload, JsonObject>>;
  })
  .on('plugin_updated', ({ payload }) => {
    type Checks = Expect<Same<typeof payload, { release: number }>>;
  });

plugin
  .options('greetings', async ({ search, cursor, page }) => {
    type Checks = [
      Expect<Same<typeof search, string | undefined>>,
      Expect<Same<typeof cursor, unknown>>,
      Expect<Same<typeof page, number | undefined>>,
    ];
    return { data: [{ label: 'Hello', value: 1 }], cursor: 'next' };
  })
  .selectedValues('greetings', ({ value }) => ({ label: String(value), value: 'hello' }))
  .remoteValue('desk', async () => ({ value: 'Front desk' }))
  .validate<{ account: string }>('connect', ({ payload }) => {
    type Checks = Expect<Same<typeof payload, { account: string }>>;
    return payload.account === 'closed' ? refuse('That account is closed') : payload;
  })
  .migrate(({ config, fromRelease }) => ({ ...config, since: fromRelease }))
  .action(({ user }) => {
    type Checks = Expect<Same<typeof user, { id: string; name: string } | null>>;
    return 'Ordered';
  });

// @ts-expect-error choices have labels
plugin.options('greetings', () => [{ value: 1 }]);
// @ts-expect-error a migration gives the whole config
plugin.migrate(() => undefined);
// @ts-expect-error no such method
plugin.handler('entry_sign_in', () => {});
// @ts-expect-error no such option
createPlugin({ clientSecret: 'x' });

// What an environment may lack can be given as it is, also with exactOptionalPropertyTypes.
const env: Record<string, string | undefined> = {};
const one = createPlugin({ baseUrl: env.URL, clientId: env.ID, secret: env.SECRET });
const two = createPlugin({ secret: [env.NEW, env.OLD] }).with({ secret: env.NEW });
type IsPlugin = [
  Expect<Same<typeof one, Plugin>>,
  Expect<Same<typeof two, Plugin>>,
  Expect<Same<ReturnType<Plugin['fetch']>, Promise<Response>>>,
];

async function calls() {
  const install = one.install(31);
  const updated = await one.job('7').update({ status: 'done' });
  const locations = await install.asInstaller().locations({ filter: { name: 'Berlin' } });
  const { id } = await install.notify({ message: 'Out of paper', actions: [] });
  const viewer = await one.viewer(new Request('https://plugin.example.com'));
  type Checks = [
    Expect<Same<typeof updated.identifier, string | null>>,
    Expect<Same<(typeof locations)[number]['attributes'], Readonly<Record<string, unknown>>>>,
    Expect<Same<typeof id, string>>,
    Expect<Same<typeof viewer.spaceId, number>>,
  ];
  // @ts-expect-error it cannot become ongoing again
  await one.job('7').update({ status: 'ongoing' });
  // @ts-expect-error in camel case here
  await install.notify({ actions: [{ label: 'Order', callback_url: 'https://example.com' }] });
}
