import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { explainListening } from '../../src/starting/listen-refusal.ts';
import { createTestDatabase } from '../support/database.ts';
import { spawnServer } from '../support/processes.ts';

async function listen(port: number, host: string): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await once(server.listen(port, host), 'listening');
  return (server.address() as AddressInfo).port;
}

const refusal = (port: number, host: string): Promise<string> =>
  listen(port, host).then(
    () => 'it listens',
    (error) => explainListening(error, { port, host }).message,
  );

test('an address that cannot be listened at is told by the setting that it comes from', async () => {
  const taken = await listen(0, '127.0.0.1');
  expect(await refusal(taken, '127.0.0.1')).toBe(
    `PORT ${taken} of 127.0.0.1 is in use: stop what listens there, or set another one, such as PORT=${taken + 1}`,
  );
  expect(await refusal(0, '192.0.2.1')).toMatch(/^HOST 192\.0\.2\.1 is no address of this machine/);
  expect(await refusal(0, 'nobody.invalid')).toMatch(/^HOST nobody\.invalid is not found: set/);
  const failed = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  expect(explainListening(failed, { port: 80, host: '::' }).message).toMatch(
    /^PORT 80 may not be listened on by this user: set one above 1023/,
  );
  const other = Object.assign(new Error('other'), { code: 'EMFILE' });
  expect(explainListening(other, { port: 80, host: '::' })).toBe(other);
});

test('a process ends with that sentence, and without a stack', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const PORT = String(await listen(0, '127.0.0.1'));
  const error = await spawnServer({ PORT, DATABASE_URL: database.url }).catch((reason) => reason);
  expect(error.message).toMatch(new RegExp(`plugboard: PORT ${PORT} of 127\\.0\\.0\\.1 is in use`));
  expect(error.message).not.toMatch(/\n {4}at /);
});
