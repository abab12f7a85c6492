import type { Bench } from '../harness/bench.ts';
import { basic, many } from '../harness/platform.ts';
import { interleave, pairedRatio } from '../harness/rounds.ts';
import { perSecond } from '../harness/table.ts';
import { httpRequest, runLoad } from '../load/http-load.ts';
import { measureAuthentication } from './authentication.ts';
import type { Result } from './goals.ts';

const CONNECTIONS = 32;
const ROUNDS = 3;
const SECONDS = 2.5;
const PLUGINS = 10;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const BODY = 'grant_type=client_credentials&scope=plugin';

interface Client {
  id: string;
  secret: string;
}

/** Tokens by client_credentials, stored durably, against a server that keeps them in memory; and what checking one costs. */
export async function measureTokens(bench: Bench): Promise<Result[]> {
  const { url } = await bench.server();
  const platform = await bench.platform();
  const plugins = await many(PLUGINS, (n) => platform.register(`token-${n}`));
  const peer = bench.program('peers/oidc-provider.js');
  const peerUrl = await peer.call<string>('listen');
  const load = (at: string, path: string, clients: Client[]) => {
    const requests = clients.map(({ id, secret }) =>
      httpRequest({ path, headers: { ...FORM, authorization: basic(id, secret) }, body: BODY }),
    );
    return async (seconds: number) =>
      (await runLoad({ url: at, requests, connections: CONNECTIONS, seconds })).rate;
  };
  const clients = plugins.map(({ clientId, secret }) => ({ id: clientId, secret }));
  const ours = load(url, '/a/auth/v0/token', clients);
  const theirs = load(peerUrl, '/token', await peer.call<Client[]>('clients'));
  await ours(1);
  await theirs(1);
  const rates = await interleave(ROUNDS, {
    oidcProvider: () => theirs(SECONDS),
    plugboard: () => ours(SECONDS),
  });
  await peer.stop();
  const tokens = await many(1000, (n) =>
    platform.logIn(plugins[n % PLUGINS] as (typeof plugins)[0]),
  );
  return [
    {
      goal: 'token',
      value: pairedRatio(rates.plugboard, rates.oidcProvider),
      detail: perSecond(rates.plugboard, rates.oidcProvider),
    },
    await measureAuthentication(bench, tokens),
  ];
}
