import { createServer } from 'node:http';
import { answerCalls } from '../harness/calls.ts';
import { importPeer } from './import-peer.ts';
import { listenOnLoopback } from './listen.ts';

// Opaque tokens in its in-memory store: what it does fastest.

interface Provider {
  callback(): Parameters<typeof createServer>[1];
}

type ProviderClass = new (issuer: string, configuration: object) => Provider;

const CLIENTS = 10;
/** The credentials of a client by its number, from 0. */
export const clientOf = (index: number) => ({
  id: `client${index}`,
  secret: `secret-abcdefghijklmnopqrstuvwxyz-${index}`,
});

async function listen(): Promise<string> {
  const { default: Provider } = await importPeer<{ default: ProviderClass }>('oidc-provider');
  const provider = new Provider('http://127.0.0.1', {
    clients: Array.from({ length: CLIENTS }, (_, index) => clientOf(index)).map(
      ({ id, secret }) => ({
        client_id: id,
        client_secret: secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      }),
    ),
    scopes: ['plugin'],
    ttl: { ClientCredentials: 43_200 },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  });
  return listenOnLoopback(createServer(provider.callback()));
}

answerCalls({
  listen,
  clients: () => Array.from({ length: CLIENTS }, (_, index) => clientOf(index)),
});
