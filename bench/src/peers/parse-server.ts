import { createServer } from 'node:http';
import { answerCalls } from '../harness/calls.ts';
import { importPeer } from './import-peer.ts';
import { listenOnLoopback } from './listen.ts';

interface ParseServerModule {
  ParseServer: new (
    options: object,
  ) => { app: Parameters<typeof createServer>[1]; start(): Promise<unknown> };
}

const APP_ID = 'bench';

// Its URI parser knows no Unix sockets, so the place is given apart.
function databaseOptions(databaseUrl: string): object {
  const url = new URL(databaseUrl);
  return {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.searchParams.get('port') ?? url.port),
    max: 10,
  };
}

async function listen(databaseUrl: string): Promise<string> {
  process.env.PARSE_SERVER_LOG_LEVEL = 'error';
  // Or else it has a folder of logs wherever it is started, before it reads any option.
  process.env.PARSE_SERVER_LOGS_FOLDER = 'null';
  const { ParseServer } = await importPeer<ParseServerModule>('parse-server');
  const plain = new URL(databaseUrl);
  plain.search = '';
  const server = new ParseServer({
    databaseURI: plain.href,
    databaseOptions: databaseOptions(databaseUrl),
    appId: APP_ID,
    masterKey: 'a master key for benchmarks only',
    serverURL: 'http://127.0.0.1/',
    allowClientClassCreation: true,
    silent: true,
    logsFolder: null,
  });
  await server.start();
  return listenOnLoopback(createServer(server.app));
}

answerCalls({ listen });
