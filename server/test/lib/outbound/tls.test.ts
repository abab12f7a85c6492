import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { developmentOutbound, ok, onRequest, post, receiver, stageAndCode } from './support.ts';

interface KeyPair {
  key: string;
  cert: string;
}

let folder: string;
let valid: KeyPair;
let expired: KeyPair;
let nameOnly: KeyPair;

// Made for this run by the openssl program, so that no private key is ever checked in.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbound-tls-'));
  valid = makeCertificate('valid', {});
  expired = makeCertificate('expired', { until: '20200102000000Z' });
  nameOnly = makeCertificate('name-only', { alternatives: 'DNS:receiver.test' });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a receiver with a trusted certificate', () => {
  it('is called under its name while the connection goes to the address that was checked', async () => {
    const plugin = await secureReceiver(valid);
    const lookup = async () => ['127.0.0.1'];
    const outbound = developmentOutbound({ ca: valid.cert, lookup });
    const reply = await outbound.send(post(`https://receiver.test:${plugin.port}/hook`));
    expect(reply).toMatchObject({ status: 200, remoteAddress: '127.0.0.1' });
    expect(plugin.seen).toEqual([
      { servername: 'receiver.test', host: `receiver.test:${plugin.port}` },
    ]);
  });

  it('is called under a name with a final dot', async () => {
    const plugin = await secureReceiver(valid);
    const outbound = developmentOutbound({ ca: valid.cert, lookup: async () => ['127.0.0.1'] });
    expect((await outbound.send(post(`https://receiver.test.:${plugin.port}/`))).status).toBe(200);
    expect(plugin.seen[0]?.servername).toBe('receiver.test');
  });

  it('is called by an address that its certificate has', async () => {
    const plugin = await secureReceiver(valid);
    const outbound = developmentOutbound({ ca: valid.cert });
    expect((await outbound.send(post(`https://127.0.0.1:${plugin.port}/`))).status).toBe(200);
    expect(plugin.seen[0]?.servername).toBe(false);
  });
});

describe('a receiver is told nothing when its certificate', () => {
  it.each<[string, () => KeyPair, { trusted: boolean; host: string }]>([
    ['is signed by itself', () => valid, { trusted: false, host: 'receiver.test' }],
    ['has expired', () => expired, { trusted: true, host: 'receiver.test' }],
    ['is for another name', () => valid, { trusted: true, host: 'other.test' }],
    ['is for another address', () => nameOnly, { trusted: true, host: '127.0.0.1' }],
  ])('%s', async (_name, pair, { trusted, host }) => {
    const plugin = await secureReceiver(pair());
    const outbound = developmentOutbound({
      lookup: async () => ['127.0.0.1'],
      ...(trusted ? { ca: pair().cert } : {}),
    });
    expect(await stageAndCode(outbound.send(post(`https://${host}:${plugin.port}/`)))).toBe(
      'tls: certificate_invalid',
    );
    expect(plugin.seen).toEqual([]);
  });

  it('is signed by itself, and its other address is not tried', async () => {
    let connections = 0;
    const plugin = await secureReceiver(valid, () => {
      connections += 1;
    });
    const outbound = developmentOutbound({ lookup: async () => ['127.0.0.1', '127.0.0.1'] });
    const call = outbound.send(post(`https://receiver.test:${plugin.port}/`));
    expect(await stageAndCode(call)).toBe('tls: certificate_invalid');
    expect(connections).toBe(1);
  });

  it('is signed by itself, even where NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const plugin = await secureReceiver(valid);
    const call = developmentOutbound().send(post(`https://127.0.0.1:${plugin.port}/`));
    expect(await stageAndCode(call)).toBe('tls: certificate_invalid');
    expect(plugin.seen).toEqual([]);
  });
});

describe('a TLS handshake', () => {
  it('that meets anything but TLS fails', async () => {
    const confused = await receiver((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const call = developmentOutbound().send(post(`https://127.0.0.1:${confused.port}/`));
    expect(await stageAndCode(call)).toBe('tls: tls_failed');
  });

  it('that is closed fails', async () => {
    const closing = await receiver((socket) => socket.once('data', () => socket.end()));
    const call = developmentOutbound().send(post(`https://127.0.0.1:${closing.port}/`));
    expect(await stageAndCode(call)).toBe('tls: tls_failed');
  });

  it('that is never answered ends with the connect timeout', async () => {
    const silent = await receiver();
    const outbound = developmentOutbound({ connectTimeoutMs: 500 });
    const call = outbound.send(post(`https://127.0.0.1:${silent.port}/`));
    expect(await stageAndCode(call)).toBe('tls: connect_timeout');
  });
});

interface SecureReceiver {
  port: number;
  /** What each request showed of the name it was meant for. */
  seen: { servername: string | false | null; host: string | undefined }[];
}

async function secureReceiver(
  pair: KeyPair,
  onConnection: () => void = () => undefined,
): Promise<SecureReceiver> {
  const seen: SecureReceiver['seen'] = [];
  const sockets: TLSSocket[] = [];
  const server = tls.createServer({ ...pair, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onRequest(socket, (request) => {
      seen.push({ servername: socket.servername, host: /host: (\S+)/.exec(request)?.[1] });
      socket.write(ok);
    });
  });
  server.on('connection', onConnection);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

/** A self-signed certificate, unless told otherwise for `receiver.test` and 127.0.0.1 and valid now. */
function makeCertificate(
  name: string,
  { until = '20991231000000Z', alternatives = 'DNS:receiver.test,IP:127.0.0.1' },
): KeyPair {
  const file = (extension: string) => join(folder, `${name}.${extension}`);
  writeFileSync(file('index'), '');
  writeFileSync(
    file('cnf'),
    `[ca]
default_ca = own
[own]
database = ${file('index')}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
basicConstraints = CA:true
subjectAltName = ${alternatives}
`,
  );
  openssl(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-batch',
    '-keyout',
    file('key'),
    '-out',
    file('csr'),
    '-subj',
    '/CN=receiver.test',
  );
  openssl(
    'ca',
    '-selfsign',
    '-batch',
    '-notext',
    '-config',
    file('cnf'),
    '-keyfile',
    file('key'),
    '-in',
    file('csr'),
    '-out',
    file('crt'),
    '-startdate',
    '20200101000000Z',
    '-enddate',
    until,
  );
  return { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('crt'), 'utf8') };
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
