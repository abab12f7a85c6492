import { Readable } from 'node:stream';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { spliceJson } from '../lib/http/splice.ts';
import { RawJson } from '../lib/json.ts';
import type { Logger } from '../log.ts';
import { selectItemsAfter } from '../storage/maintenance.ts';
import { passwordsOf } from './config.ts';
import { selectRevisions } from './config-queries.ts';
import { noInstall } from './lifecycle.ts';
import { type InstallWithConfig, selectInstallWithConfig } from './queries.ts';
import type { Install } from './schema.ts';
import { type ConfigKey, shownConfig } from './sealed-config.ts';
import { type ShownInstall, showInstalls } from './shown.ts';
import { configView, installView, revisionView } from './views.ts';

// Either can be 256 KiB, so a page is at most some 25 MB of memory, however much there is to export.
const PAGE = 100;

/**
 * An install with its config and revisions without passwords, and its storage, as one JSON document that is read from the database while it is sent.
 *
 * @throws Failure `install_not_found`, `wrong_state` once it is erased.
 */
export async function exportInstall(
  { db, vault, log }: { db: Db; vault: Vault; log: Logger },
  id: number,
): Promise<Readable> {
  const install = await selectInstallWithConfig(db, id);
  if (install === undefined) throw noInstall(id);
  if (install.erased_at !== null) throw new Failure('wrong_state', 'The install has been erased');
  const key = { vault, installId: id, passwords: await passwordsOf(db, id) };
  const [shown] = await showInstalls({ db, vault, log }, [install]);
  const head = installView(shown as ShownInstall);
  return Readable.from(writeExport(db, key, install, head), { objectMode: false });
}

async function* writeExport(
  db: Db,
  key: ConfigKey,
  install: InstallWithConfig,
  head: Install,
): AsyncGenerator<string> {
  const shown = { install: head, ...configView(shownConfig(key, install)) };
  yield `${spliceJson(shown).slice(0, -1)},"revisions":`;
  yield* writeArray(pagesOfRevisions(db, key));
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

async function* pagesOfRevisions(db: Db, key: ConfigKey): AsyncGenerator<unknown[]> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await selectRevisions(db, key.installId, before, PAGE);
    const page = rows.slice(0, PAGE);
    yield page.map((row) => revisionView(key, row));
    if (rows.length <= PAGE) return;
    before = page.at(-1)?.number ?? 0;
  }
}

async function* pagesOfStorage(db: Db, installId: number): AsyncGenerator<unknown[]> {
  let after = '';
  for (;;) {
    const items = await selectItemsAfter(db, installId, after, PAGE);
    yield items.map(({ key, value }) => ({ key, value: new RawJson(value) }));
    const last = items.at(-1);
    if (items.length < PAGE || last === undefined) return;
    after = last.key;
  }
}
