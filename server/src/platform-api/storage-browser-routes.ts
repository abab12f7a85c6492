import { Type } from 'typebox';
import { DEVELOPERS } from '../auth/audiences.ts';
import type { Caller } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { AsText, Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { RawJson } from '../lib/json.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { PluginParams } from '../registry/schema.ts';
import {
  type BrowsedItem,
  browseInstallItems,
  browsePluginItems,
  isOwnDevelopmentInstall,
} from '../storage/browse-queries.ts';

const ITEM = {
  key: 'greetings/1',
  value: { text: 'Welcome' },
  version: 1,
  expires_at: null,
  updated_at: '2026-03-02T09:00:00.000Z',
};

const StorageItem = Type.Object(
  {
    key: Type.String(),
    value: Type.Any({ description: 'As it was stored' }),
    version: Type.Integer({ minimum: 1 }),
    expires_at: nullable(Timestamp),
    updated_at: Timestamp,
  },
  { title: 'BrowsedItem', description: 'What a plugin keeps under a key', examples: [ITEM] },
);

const StorageQuery = Type.Object(
  {
    install_id: Type.Optional(
      Type.Integer({
        ...Id,
        description:
          'A development install of your own; without it, what the plugin keeps for itself',
      }),
    ),
    prefix: Type.Optional(
      Type.String({ maxLength: 1000, description: 'Keys that begin so; a whole key is one' }),
    ),
    limit: PageQuery.properties.limit,
    // It has the last key in it, which may be longer than what other lists go on from.
    cursor: Type.Optional(
      Type.String({ maxLength: 6000, description: 'next_cursor of the page before' }),
    ),
  },
  { additionalProperties: false },
);

/** What a plugin has stored where its developers try it out. */
export function storageBrowserRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/storage',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags: ['plugins'],
        operationId: 'listStorage',
        summary: 'What a plugin keeps, by key',
        description:
          'Of a development install of your own, or of the store that the plugin has for itself across installs. What it keeps with an install of a customer is not shown to its developers.',
        params: PluginParams,
        querystring: StorageQuery,
        response: { 200: AsText(Page(StorageItem)) },
      },
    },
    async ({ caller, params, query }, reply) => {
      const { id: pluginId } = await findPluginOf(db, caller, params.id);
      const { limit, after = '' } = pageStart(query);
      const stretch = { prefix: query.prefix ?? '', after, limit: limit + 1 };
      const { install_id: installId } = query;
      if (installId !== undefined) await refuseOthers(db, caller, { pluginId, installId });
      const rows =
        installId === undefined
          ? await browsePluginItems(db, pluginId, stretch)
          : await browseInstallItems(db, installId, stretch);
      return sendJson(reply, spliceJson(toPage(rows, limit, ({ key }) => key, itemView)));
    },
  );
}

async function refuseOthers(
  db: Db,
  caller: Caller,
  place: { pluginId: number; installId: number },
): Promise<void> {
  const isOwn =
    caller.kind === 'user' &&
    (await isOwnDevelopmentInstall(db, { ...place, userId: caller.userId }));
  if (isOwn) return;
  throw new Failure(
    'install_not_found',
    `Install ${place.installId} is no development install of your own of this plugin`,
  );
}

const itemView = ({ value, expires_at, updated_at, ...item }: BrowsedItem) => ({
  ...item,
  value: new RawJson(value),
  expires_at: expires_at?.toISOString() ?? null,
  updated_at: updated_at.toISOString(),
});
