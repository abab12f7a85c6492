import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { migrate } from '../../src/lib/migrate.ts';
import { explainDatabase } from '../../src/starting/database-refusal.ts';
import { runAsAdmin } from '../support/admin.ts';
import { createTestDatabase } from '../support/database.ts';

const PASSWORD = 'pass-word-of-nobody';

/** What a start says of a database, as one that migrates. */
const refusal = (url: string, setting: string | undefined = 'DATABASE_URL'): Promise<Error> =>
  explainDatabase({ setting, url }, () => migrate(url)).then(
    () => Promise.reject(new Error('It was taken')),
    (error) => error,
  );

async function expectRefusal(url: string, message: RegExp): Promise<void> {
  const error = await refusal(url);
  expect(error.message).toMatch(new RegExp(`^DATABASE_URL ${message.source}`));
  expect(error.message).not.toMatch(/\n/);
  expect(error.message).not.toContain(PASSWORD);
}

async function freshDatabase() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const change = (name: 'username' | 'password' | 'pathname', value: string): string => {
    const url = new URL(database.url);
    url[name] = value;
    return url.href;
  };
  return { url: database.url, change };
}

function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  // The driver reads "+" as it stands.
  return changed.href.replaceAll('+', '%20');
}

/** Something that listens and is no PostgreSQL for us: it answers what is first sent to it, and ends. */
async function listener(answer: Buffer | undefined): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer ?? ''));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `postgres://ann:${PASSWORD}@127.0.0.1:${(server.address() as AddressInfo).port}/plugs`;
}

/** An ErrorResponse of PostgreSQL. */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const header = Buffer.alloc(5);
  header.write('E');
  header.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([header, fields]);
}

test('a place where nothing listens, or where nobody is found, is told', async () => {
  const at = (place: string) => `postgres://ann:${PASSWORD}@${place}/plugs`;
  // A name with two addresses fails once for each.
  await expectRefusal(at('localhost:1'), /leads to localhost:1, where nothing listens: start/);
  await expectRefusal(at('nobody.invalid'), /names the host nobody\.invalid, which is not found/);
  const socket = `postgres://ann:${PASSWORD}@/plugs?host=/nowhere`;
  await expectRefusal(socket, /leads to a socket in \/nowhere, which cannot be used \(ENOENT\)/);
  await expectRefusal(await listener(undefined), /leads to .* ended at once: is it PostgreSQL/);
});

test('who is not let in is told why, and how they would be', async () => {
  const { url, change } = await freshDatabase();
  await expectRefusal(change('password', PASSWORD), /has a password .* correct one of them.*%xx/);
  await expectRefusal(change('password', ''), /has no password, and PostgreSQL at .* wants one/);
  await expectRefusal(change('username', 'nobody'), /has a password .* for the user nobody/);
  await expectRefusal(
    change('pathname', '/none'),
    /names the database none, .* create database "none"/,
  );
  await expectRefusal(
    withParameter(url, 'sslmode', 'verify-full'),
    /asks for TLS, which PostgreSQL at .* does not offer/,
  );
  // What the PostgreSQL of the tests does not say, in its words.
  const says = (code: string, text: string) => listener(errorResponse(code, text));
  const noTls =
    'no pg_hba.conf entry for host "192.0.2.1", user "ann", database "p", no encryption';
  await expectRefusal(
    await says('28000', noTls),
    /.* only connections with TLS .*sslmode=verify-full/,
  );
  await expectRefusal(
    await says('28000', 'role "ann" is not permitted to log in'),
    /names the user ann, whom .* does not let in \(role "ann" is not permitted/,
  );
  await expectRefusal(
    await says('53300', 'too many clients'),
    /.*no connection is free.*PLUGBOARD_/,
  );
  await expectRefusal(
    await says('57P03', 'it starts up'),
    /.*takes no connections now \(it starts/,
  );
  await expectRefusal(
    await says('08P01', 'no such database: plugs'),
    /.*which says: no such datab/,
  );
});

test('a user who may not make tables is told whose the database must be', async () => {
  const { url, change } = await freshDatabase();
  const db = openDatabase({ url });
  await db.query(sql`drop schema public cascade`);
  await db.close();
  await expectRefusal(
    url,
    /names the user plugboard, who lacks a right .*no schema.* owner to "plug/,
  );
  const role = `guest_${process.pid}`;
  await runAsAdmin(inject('adminUrl'), `create role %I login password '${PASSWORD}'`, role);
  onTestFinished(() => runAsAdmin(inject('adminUrl'), 'drop role %I', role));
  const guest = new URL(change('username', role));
  guest.password = PASSWORD;
  await expectRefusal(guest.href, new RegExp(`names the user ${role}, who lacks a right`));
});

test('a database that takes no writes, is too old, or forgets is told, whichever setting leads there', async () => {
  const { url } = await freshDatabase();
  const db = openDatabase({ url });
  onTestFinished(() => db.close());
  const withSetting = (setting: string) => withParameter(url, 'options', `-c ${setting}`);
  await expectRefusal(
    withSetting('default_transaction_read_only=on'),
    /leads to a database that takes no writes .*: use the primary/,
  );
  await expectRefusal(
    withSetting('synchronous_commit=off'),
    /leads to a PostgreSQL that runs with synchronous_commit=off.*: set synchronous_commit=on/,
  );
  // Only what an older one says of itself, since there is none here.
  await db.query(sql`create schema older`);
  await db.query(sql`
    create function older.current_setting(name text) returns text language sql as $$
      select case name when 'server_version_num' then '140011' when 'server_version' then '14.11' end $$`);
  const older = withSetting('search_path=older,pg_catalog,public');
  const error = await refusal(older, 'PLUGBOARD_DATABASE_DIRECT_URL');
  expect(error.message).toMatch(
    /^PLUGBOARD_DATABASE_DIRECT_URL leads to PostgreSQL 14\.11, and 15 or newer is needed/,
  );
});

test('what goes wrong in the embedded one, or is no matter of the way there, stays as it is', async () => {
  expect((await refusal('postgres://a:b@localhost:1/c', '')).message).not.toContain('DATABASE_URL');
  const own = new Error('The database has migrations that this release does not know');
  const failing = () => Promise.reject(own);
  await expect(
    explainDatabase({ setting: 'DATABASE_URL', url: 'postgres://a/b' }, failing),
  ).rejects.toBe(own);
});
