import type { Doing } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { openClientSecret } from '../auth/client-secrets.ts';
import { type Caller, isHost } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { lockInstallsOfPlugin } from '../installs/erase-queries.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { mailPermissions, mailRelease } from '../mail/outbox.ts';
import type { ManifestInput } from '../manifest/schema.ts';
import { withoutSecrets } from '../manifest/step-secrets.ts';
import { erasePlugin } from '../plugin-deletion/erase-plugin.ts';
import { type CollaboratorRole, isAtLeast, onlyForRole } from '../reach.ts';
import { writeDraft } from '../registry/drafts.ts';
import { findPlugin, refuseDeleted } from '../registry/find-plugin.ts';
import { refuseRegistration } from '../registry/new-origin.ts';
import { lockOwnedPlugin, type Ownership, selectSlugsLike } from '../registry/ownership-queries.ts';
import { registerPlugin } from '../registry/register-plugin.ts';
import type { ReleaseDeps } from '../registry/release-deps.ts';
import { putManifest } from '../registry/releases.ts';
import { submitWork } from '../registry/review.ts';
import { followDevelopment } from '../roll-outs/follow-development.ts';
import { publishing } from '../roll-outs/publish-release.ts';
import { removeDevelopments } from '../spaces/development.ts';
import { type AppInput, inAppTerms, slugOf, toManifest } from './app-input.ts';
import { checkedPart } from './app-manifest.ts';
import { noRecord } from './errors.ts';
import { type OwnAppRow, selectOwnApp } from './owned-app-queries.ts';
import { type OwnPluginObject, ownPluginObject } from './plugin-object.ts';

type Deps = Pick<AppDeps, 'db' | 'vault' | 'config' | 'wake'> & { doing: Doing };

/** @throws Failure `not_found`. */
export async function findOwnApp(db: Db, ownership: Ownership, id: number): Promise<OwnAppRow> {
  const row = await selectOwnApp(db, ownership, id);
  if (row === undefined) throw noRecord();
  return row;
}

/** The same for who has at least this role. @throws Failure `not_found`; `forbidden` for a collaborator whose role may less. */
export async function findOwnAppAs(
  db: Db,
  ownership: Ownership,
  id: number,
  least: CollaboratorRole,
): Promise<OwnAppRow> {
  const row = await findOwnApp(db, ownership, id);
  if (ownership.kind === 'partner' && !isAtLeast(row.role, least)) throw onlyForRole(least);
  return row;
}

/** The same, with others who change it kept waiting until the transaction ends; for good also those who install it. */
async function lockOwnApp(
  tx: Db,
  ownership: Ownership,
  id: number,
  least: CollaboratorRole,
  forGood = false,
): Promise<OwnAppRow> {
  await findOwnAppAs(tx, ownership, id, least);
  if (!(await lockOwnedPlugin(tx, ownership, id, forGood))) throw noRecord();
  // Once more: somebody may have taken their role meanwhile.
  const row = await findOwnAppAs(tx, ownership, id, least);
  refuseDeleted(row);
  return row;
}

/** A plugin as its collaborators see it, with the secret for whoever may change it. */
export function shownToOwner(row: OwnAppRow, vault: Vault, caller: Caller): OwnPluginObject {
  const maySeeSecret = row.origin === 'org' ? isHost(caller) : isAtLeast(row.role, 'developer');
  return ownPluginObject(row, maySeeSecret ? openClientSecret(vault, row) : undefined);
}

type Making = Deps & { caller: Caller };

const MOST_TRIES = 5;

/** @throws Failure `invalid` by field; `already_exists` when the slug is taken; for a partner as `refuseRegistration`. */
export async function createOwnApp(
  deps: Making,
  ownership: Ownership,
  app: NamedApp,
): Promise<OwnAppRow> {
  for (let tries = 1; ; tries++) {
    try {
      return await createOnce(deps, ownership, app);
    } catch (error) {
      // A slug that is made of the name was free a moment ago: somebody else was faster.
      const isTaken = error instanceof Failure && error.code === 'already_exists';
      if (!isTaken || givenSlug(app) !== undefined || tries === MOST_TRIES) throw error;
    }
  }
}

// Who registers by this API uses Storyblok's clients.
const STORYBLOK = { compatibility: 'storyblok' } as const;

type NamedApp = AppInput & { name: string };

const givenSlug = (app: NamedApp): string | undefined => app.slug ?? checkedPart(app.manifest).slug;

function createOnce(deps: Making, ownership: Ownership, app: NamedApp): Promise<OwnAppRow> {
  const { caller, config } = deps;
  return runAgainOnDeadlock(deps.db, async (tx) => {
    if (ownership.kind === 'partner' && caller.kind === 'user')
      await refuseRegistration(tx, config, caller);
    const slug = givenSlug(app) ?? (await freeSlug(tx, slugOf(app.name)));
    const manifest = toManifest(app, { name: app.name, slug });
    const registration = { body: manifest, client: STORYBLOK, origin: ownership };
    const { plugin } = await inAppTerms(app, registerPlugin(tx, releaseDeps(deps), registration));
    await record(tx, deps.doing, { action: 'plugin.created', target: plugin.id });
    return findOwnApp(tx, ownership, plugin.id);
  });
}

const releaseDeps = ({
  vault,
  config: { allowPrivateNetwork, brandName },
}: Pick<Deps, 'vault' | 'config'>): ReleaseDeps => ({
  vault,
  hostName: brandName,
  policy: { allowPrivateNetwork },
});

async function freeSlug(tx: Db, slug: string): Promise<string> {
  const taken = await selectSlugsLike(tx, slug);
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number++;
  return `${slug}-${number}`;
}

/** Makes the next release of what is said otherwise: for the organization it is published, for a partner the draft. @throws Failure as {@link createOwnApp}, and `not_found`. */
export async function changeOwnApp(
  deps: Deps,
  ownership: Ownership,
  id: number,
  app: AppInput,
): Promise<void> {
  await runAgainOnDeadlock(deps.db, async (tx) => {
    const row = await lockOwnApp(tx, ownership, id, 'developer');
    const before = withoutSecrets(row.manifest);
    const manifest = toManifest(app, before);
    const number = await inAppTerms(app, release(tx, releaseDeps(deps), row, manifest));
    const released = { action: 'release.created', target: [id, number ?? 0] } as const;
    if (number !== undefined) await followDevelopment(tx, id);
    if (number !== undefined && (await findPlugin(tx, String(id))).current_release === number)
      await mailPermissions(tx, deps.config, id);
    if (number !== undefined) await record(tx, deps.doing, released);
  });
  deps.wake();
}

/** The number of the release; undefined where nothing is said otherwise. */
async function release(
  tx: Db,
  deps: ReleaseDeps,
  { id, origin }: OwnAppRow,
  body: ManifestInput,
): Promise<number | undefined> {
  if (origin === 'partner') return writeDraft(tx, deps, id, body);
  const { release: put, isNew } = await putManifest(
    tx,
    { ...deps, publish: publishing(null) },
    String(id),
    { body },
  );
  return isNew ? put.number : undefined;
}

/** Removes a plugin that is installed nowhere, with all it left. @throws Failure `not_found`, `forbidden` for who is no owner, `in_use`, `wrong_state` for one that is being deleted, `plugin_suspended` for its owner. */
export async function removeOwnApp(
  { db, doing }: Pick<Deps, 'db' | 'doing'>,
  ownership: Ownership,
  id: number,
): Promise<void> {
  await runAgainOnDeadlock(db, async (tx) => {
    const { suspended_at } = await lockOwnApp(tx, ownership, id, 'owner', true);
    // What it is suspended for could not be looked at any more, and its slug could be taken anew.
    if (suspended_at !== null && ownership.kind === 'partner') {
      throw new Failure('plugin_suspended', 'A suspended plugin cannot be removed');
    }
    await removeDevelopments(tx, { pluginId: id });
    const installs = await lockInstallsOfPlugin(tx, id);
    if (installs.some(({ status }) => status !== 'uninstalled')) {
      throw new Failure('in_use', 'The plugin is still installed; uninstall it everywhere first');
    }
    await erasePlugin(tx, id);
    await record(tx, doing, { action: 'plugin.deleted', target: id });
  });
}

/** Puts what the owner works on up for review; once is enough. @throws Failure `not_found`, `wrong_state` when nothing is new. */
export function submitOwnApp(
  { db, config, doing }: Pick<Deps, 'db' | 'config' | 'doing'>,
  ownership: Ownership,
  id: number,
): Promise<OwnAppRow> {
  return runAgainOnDeadlock(db, async (tx) => {
    await lockOwnApp(tx, ownership, id, 'developer');
    const { release: submitted, isNew } = await submitWork(tx, String(id), {
      submittedBy: doing.actor.kind === 'user' ? doing.actor.id : null,
      rollOut: 'at_once',
    });
    const target = [id, submitted.number];
    const about = { pluginId: id, release: submitted.number };
    if (isNew) await mailRelease(tx, config, 'release_submitted', about);
    if (isNew) await record(tx, doing, { action: 'release.submitted', target });
    return findOwnApp(tx, ownership, id);
  });
}
