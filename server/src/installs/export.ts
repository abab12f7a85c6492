import { Readable } from 'node:stream';
import { type Db, sql } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { spliceJson } from '../lib/http/splice.ts';
import { RawJson } from '../lib/json.ts';
import { selectRevisions } from './config-queries.ts';
import { noInstall } from './lifecycle.ts';
import { type InstallWithConfig, selectInstallWithConfig } from './queries.ts';
import { toInstall, toRevision } from './shown.ts';

// Either can be 256 KiB, so a page is at most some 25 MB of memory, however much there is to export.
const PAGE = 100;
const NEWEST = 2 ** 31 - 1;

/**
 * All that an install has kept, as one JSON document that is read from the database while it is sent.
 *
 * @throws Failure `install_not_found`, `wrong_state` once it is erased.
 */
export async function exportInstall(db: Db, id: number): Promise<Readable> {
  const install = await selectInstallWithConfig(db, id);
  if (install === undefined) throw noInstall(id);
  if (install.erased_at !== null) throw new Failure('wrong_state', 'The install has been erased');
  return Readable.from(writeExport(db, install), { objectMode: false });
}

async function* writeExport(db: Db, install: InstallWithConfig): AsyncGenerator<string> {
  yield `{"install":${spliceJson(toInstall(install))},"config":${install.config},"revisions":`;
  yield* writeArray(pagesOfRevisions(db, install.id));
  yield ',"storage":';
  yield* writeArray(pagesOfStorage(db, install.id));
  yield '}';
}

async function* writeArray(pages: AsyncGenerator<unknown[]>): AsyncGenerator<string> {
  let separator = '[';
  for await (const page of pages) {
    for (const item of page) {
      yield separator + spliceJson(item);
      separator = ',';
    }
  }
  yield separator === '[' ? '[]' : ']';
}

async function* pagesOfRevisions(db: Db, installId: number): AsyncGenerator<unknown[]> {
  let before = NEWEST;
  for (;;) {
    const rows = await selectRevisions(db, installId, before, PAGE);
    const page = rows.slice(0, PAGE);
    yield page.map(toRevision);
    if (rows.length <= PAGE) return;
    before = page.at(-1)?.number ?? 0;
  }
}

async function* pagesOfStorage(db: Db, installId: number): AsyncGenerator<unknown[]> {
  let after = '';
  for (;;) {
    const items = await selectStoragePage(db, installId, after);
    yield items.map(({ key, value }) => ({ key, value: new RawJson(value) }));
    const last = items.at(-1);
    if (items.length < PAGE || last === undefined) return;
    after = last.key;
  }
}

function selectStoragePage(
  db: Db,
  installId: number,
  after: string,
): Promise<{ key: string; value: string }[]> {
  return db.query(sql`
    select key, value from install_storage_items
    where install_id = ${installId} and key > ${after} and (expires_at is null or expires_at > now())
    order by key limit ${PAGE}`);
}
