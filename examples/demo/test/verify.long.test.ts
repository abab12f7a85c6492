import { beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  login,
  registerPlugin,
} from '../../../server/test/support/plugins.ts';
import {
  envoySignature,
  type Receiver,
  startReceiver,
} from '../../../server/test/support/receiver.ts';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';
import { LANGUAGES } from './verify/languages.ts';
import { casesOf, type Deliveries } from './verify/requests.ts';
import { build, isHere } from './verify/verifier.ts';

/** What the guide shows in each language is taken out of it and run. */

const EVENT = 'entry_sign_in';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  await defineEventType(server, EVENT);
  return async () => {
    await receiver.close();
    await server.close();
  };
});

/** What the server sends a plugin before and while its secret is rotated. */
async function deliver(): Promise<Deliveries> {
  const events = [{ name: EVENT, url: `${receiver.url}/hook` }];
  const plugin = await registerPlugin(server, { events });
  const spaceId = await createSpace(server);
  await installPlugin(server, plugin, spaceId);
  const next = async () => {
    const count = receiver.requests.length;
    await emit(server, spaceId, EVENT, {
      payload: { name: 'Ada', ünïcode: '\u2028', number: 1e21 },
    });
    return receiver.nth(count + 1);
  };
  const single = await next();
  const rotated = await server.api('POST', `/platform/v1/plugins/${plugin.id}/secrets`);
  const nextSecret: string = rotated.body.client_secret;
  const rotating = await waitFor(
    async () => {
      const request = await next();
      return request.headers['webhook-signature']?.includes(' ') ? request : undefined;
    },
    { describe: 'two signatures' },
  );
  await login(server, { ...plugin, clientSecret: nextSecret });
  const moved = await waitFor(
    async () => {
      const request = await next();
      return envoySignature(nextSecret, request.text) === request.headers['x-envoy-signature']
        ? request
        : undefined;
    },
    { describe: 'X-Envoy-Signature by the next secret' },
  );
  return { secret: plugin.clientSecret, nextSecret, single, rotating, moved };
}

for (const language of LANGUAGES) {
  test(`in ${language.name} it tells what Plugboard sent from what others did`, async (context) => {
    if (!(await isHere(language))) {
      const reason = `there is no ${language.version[0]} here`;
      console.warn(`Skipped: ${context.task.name}, since ${reason}`);
      context.skip(reason);
    }
    const verifier = await build(language);
    onTestFinished(() => verifier.remove());
    // Once it is built: what was sent is good for 300 seconds.
    const cases = casesOf(await deliver());
    const answers = await verifier.verify(cases.map(({ request }) => request));
    expect(cases.map(({ what }, place) => [what, answers[place]])).toEqual(
      cases.map(({ what, isGood }) => [what, isGood]),
    );
  });
}
