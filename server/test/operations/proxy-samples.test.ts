import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../embedded/data-directory.ts';
import { registerPlugin } from '../support/plugins.ts';
import { portForLater } from '../support/port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const sample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../docs/proxy/${name}`, import.meta.url)), 'utf8');

const isInstalled = (program: string, flag: string): boolean =>
  spawnSync(program, [flag]).error === undefined;

interface Answer {
  status: number | undefined;
  type: string | undefined;
}

/** A request as it is written, from an address of this machine. */
async function ask(
  port: number,
  path: string,
  { from = '127.0.0.1', headers = {}, body = '' } = {},
): Promise<Answer> {
  const method = body === '' ? 'GET' : 'POST';
  const sent = request({ port, host: '127.0.0.1', localAddress: from, path, method, headers });
  // Who refuses a body before the end of it may cut the connection, too; the answer is there by then.
  sent.on('error', () => undefined);
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return { status: answer.statusCode, type: answer.headers['content-type'] };
}

/** Runs a proxy for one test. */
async function run(program: string, args: string[], port: number): Promise<void> {
  const proxy = spawn(program, args, { stdio: 'ignore' });
  onTestFinished(async () => {
    proxy.kill('SIGTERM');
    if (proxy.exitCode === null && proxy.signalCode === null) await once(proxy, 'exit');
  });
  const answers = async () =>
    proxy.exitCode !== null || (await ask(port, '/sign-in').catch(() => undefined))?.status === 200;
  await waitFor(answers, { describe: `${program} to serve` });
  expect(proxy.exitCode).toBeNull();
}

async function startNginx(upstream: string): Promise<number> {
  const [folder, port] = [await temporaryDirectory(), await portForLater()];
  const given = sample('nginx.conf');
  const around = (text: string) => `
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off; pid ${folder}/pid; error_log ${folder}/log;
    events {}
    http {
      access_log off; client_body_temp_path ${folder}/bodies; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      ${text}
    }`;
  const file = join(folder, 'nginx.conf');
  // As it stands, but for the certificate.
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const where = ['-subj', '/CN=plugboard.example.com', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...made, ...where], { stdio: 'ignore' });
  const certified = given
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
  writeFileSync(file, around(certified));
  const { stderr, status } = spawnSync('nginx', ['-t', '-c', file], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  expect(stderr).not.toContain('[warn]');

  const plain = given
    .replace(/server \{\s+listen 80;[\s\S]*?\n\}\n/, '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/.*(listen \[|ssl_cert).*\n/g, '')
    .replace('127.0.0.1:4400;', `${upstream};`);
  writeFileSync(file, around(plain));
  await run('nginx', ['-c', file], port);
  return port;
}

async function startCaddy(upstream: string): Promise<number> {
  const [folder, port] = [await temporaryDirectory(), await portForLater()];
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, sample('Caddyfile'));
  const checked = spawnSync('caddy', ['validate', '--config', file], { encoding: 'utf8' });
  expect(checked.status, checked.stderr).toBe(0);
  const plain = sample('Caddyfile')
    .replace('plugboard.example.com {', `http://127.0.0.1:${port} {`)
    .replace('reverse_proxy 127.0.0.1:4400', `reverse_proxy ${upstream}`);
  writeFileSync(file, `{\n\tadmin off\n}\n${plain}`);
  await run('caddy', ['run', '--config', file], port);
  return port;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { PLUGBOARD_TRUST_PROXY: '127.0.0.1', PLUGBOARD_FAILED_LOGIN_LIMIT: '1' },
  });
});
afterAll(() => server.close());

describe.each([
  { name: 'nginx', flag: '-v', start: startNginx },
  { name: 'caddy', flag: 'version', start: startCaddy },
])('the sample for $name', ({ name, flag, start }) => {
  test.skipIf(!isInstalled(name, flag))(
    `keeps the host's API and the metrics inside, and tells who calls (needs ${name})`,
    async () => {
      const port = await start(new URL(server.url).host);
      const inside = ['/platform/v1/spaces', '/platform', '/metrics', '/%70latform/v1/spaces'];
      for (const path of [...inside, '//platform/v1/spaces', '/x/../platform/v1/spaces']) {
        expect((await ask(port, path)).status, path).toBe(403);
      }
      expect((await ask(port, '/v1/spaces/1')).status).toBe(401);
      const headers = { 'content-type': 'application/json' };
      const post = (path: string, bytes: number) =>
        ask(port, path, { body: 'x'.repeat(bytes), headers });
      // nginx looks at the length. Caddy sends on what it gets and cuts it, which may come before anybody's answer.
      const tooLarge = (await post('/a/auth/v0/token', 5 * 1024 * 1024)).status;
      expect(name === 'nginx' ? [413] : [413, 502]).toContain(tooLarge);
      expect((await post('/v1/spaces/1/grants', 1024 * 1024)).type).toContain('json');

      const { clientId: client_id } = await registerPlugin(server);
      const guess = async (from: string, forged: string) => {
        const sent = { grant_type: 'client_credentials', client_id, client_secret: 'guess' };
        const forwarded = { ...headers, 'x-forwarded-for': forged };
        const options = { from, body: JSON.stringify(sent), headers: forwarded };
        return (await ask(port, '/a/auth/v0/token', options)).status;
      };
      expect(await guess('127.0.0.2', '198.51.100.1')).toBe(401);
      expect(await guess('127.0.0.3', '198.51.100.1')).toBe(401);
      expect(await guess('127.0.0.2', '198.51.100.2')).toBe(429);
    },
  );
});
