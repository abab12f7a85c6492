import type { Bench } from '../harness/bench.ts';
import { basic, many, type RegisteredPlugin } from '../harness/platform.ts';
import { httpRequest } from '../load/http-request.ts';
import { bareRequest } from '../peers/storage-shape.ts';
import { measureAuthentication } from './authentication.ts';
import { compare, httpContestant } from './contestants.ts';
import { costOf, type Figures, rateRatio, serverRatio } from './results.ts';

const CONNECTIONS = 32;
const TURNS = { seconds: 2, warmUp: 4000 };
const PLUGINS = 10;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const BODY = 'grant_type=client_credentials&scope=plugin';

interface Client {
  id: string;
  secret: string;
}

/** Tokens by client_credentials, good after a crash, against a server that keeps them in memory; and what checking one costs. */
export async function measureTokens(bench: Bench): Promise<Figures> {
  const server = await bench.server();
  const platform = await bench.platform();
  const plugins = await many(PLUGINS, (n) => platform.register(`token-${n}`));
  const peer = bench.program('peers/oidc-provider.js');
  const bare = bench.program('peers/bare-fastify.js');
  const clients = plugins.map(({ clientId, secret }) => ({ id: clientId, secret }));
  const rounds = await compare(bench, TURNS, {
    bare: httpContestant(
      { url: await bare.call('listen'), requests: [bareRequest()], connections: CONNECTIONS },
      { server: [bare.pid] },
    ),
    oidcProvider: httpContestant(
      tokenLoad(await peer.call('listen'), '/token', await peer.call('clients')),
      { server: [peer.pid] },
    ),
    plugboard: httpContestant(
      tokenLoad(server.url, '/a/auth/v0/token', clients),
      bench.measured(server),
    ),
  });
  await peer.stop();
  await bare.stop();
  const tokens = await many(bench.effort.count(1000), (n) =>
    platform.logIn(plugins[n % PLUGINS] as RegisteredPlugin),
  );
  return {
    costs: [
      costOf('token', rounds, 'plugboard'),
      costOf('token of oidc-provider', rounds, 'oidcProvider'),
    ],
    results: [
      rateRatio('token', rounds, { ours: 'plugboard', theirs: 'oidcProvider' }),
      serverRatio('tokenNode', rounds, { ours: 'plugboard', theirs: 'bare' }),
      await measureAuthentication(bench, tokens),
    ],
  };
}

const tokenLoad = (url: string, path: string, clients: Client[]) => ({
  url,
  requests: clients.map(({ id, secret }) =>
    httpRequest({ path, headers: { ...FORM, authorization: basic(id, secret) }, body: BODY }),
  ),
  connections: CONNECTIONS,
});
