import { Type } from 'typebox';
import type { InstallAccess } from '../installs/access.ts';
import { leavingInstall } from '../installs/missing.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { AsText, nullable } from '../lib/http/schema.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { parseId } from '../lib/ids.ts';
import { rawParts } from '../lib/json.ts';
import { StorageCommands } from '../storage/actions.ts';
import type { Storage, StorageHolder } from '../storage/storage.ts';
import { STORY } from '../story.ts';
import { PLUGIN_SCOPE } from '../vocabulary/schema.ts';
import { sendSpliced } from './replies.ts';

const StoragePipeline = Type.Object(
  {
    install_id: Type.Optional(
      Type.Unsafe<unknown>({
        type: ['string', 'integer', 'null'],
        description: "Whose items: an install's; by default the plugin's own",
      }),
    ),
    commands: StorageCommands,
  },
  {
    title: 'StoragePipeline',
    examples: [
      {
        install_id: String(STORY.installId),
        commands: [
          { action: 'increment', key: 'greeted' },
          { action: 'get', key: STORY.identifier },
        ],
      },
    ],
  },
);

const Item = Type.Object(
  {
    key: Type.String(),
    value: Type.Unknown({ description: 'Any JSON' }),
    version: Type.Optional(Type.Integer({ description: 'With `meta`' })),
    expires_at: Type.Optional(
      nullable(Type.String({ format: 'date-time', description: 'With `meta`' })),
    ),
  },
  { title: 'StorageItem' },
);

const Result = Type.Union([Item, Type.Array(Item), Type.Null()], { title: 'StorageResult' });

const StorageResults = Type.Object(
  {
    data: Type.Array(Result, {
      description: 'For each command, in order: an item, for `list` an array of items, or null',
    }),
  },
  { title: 'StorageResults', examples: [{ data: [{ key: 'greeted', value: 1 }, null] }] },
);

/** The storage pipeline; its commands are checked one by one by the storage itself, which names the one that is wrong. */
export async function storageRoutes(
  app: App,
  { storage, installAccess }: { storage: Storage; installAccess: InstallAccess },
): Promise<void> {
  async function holderOf(pluginId: number, installId: unknown): Promise<StorageHolder> {
    if (installId === undefined || installId === null) return { kind: 'plugin', pluginId };
    const id = parseId(installId);
    const install = id === undefined ? undefined : await installAccess.find(pluginId, id);
    if (id === undefined || install === undefined) {
      throw new Failure('install_not_found', 'There is no such live install of this plugin');
    }
    const holder = { kind: 'install', installId: id } as const;
    return install.only_read ? { ...holder, refuseWrites: leavingInstall } : holder;
  }

  app.post(
    '/storage',
    {
      config: { auth: { plugin_scope: PLUGIN_SCOPE }, rawBody: rawParts(['commands/*/value']) },
      schema: {
        tags: ['plugin services'],
        operationId: 'storagePipeline',
        summary: 'Run storage commands in order, in one transaction',
        body: StoragePipeline,
        response: { 200: AsText(StorageResults) },
      },
      validatorCompiler: validatedByHandler,
    },
    async (request, reply) => {
      const body: unknown = request.body;
      if (typeof body !== 'object' || body === null || Array.isArray(body)) {
        throw invalid('', 'The body must be an object with "commands"');
      }
      const { install_id, commands } = body as { install_id?: unknown; commands?: unknown };
      const holder = await holderOf(request.plugin.pluginId, install_id);
      const data = await storage.pipeline(holder, commands);
      return sendSpliced(reply, data);
    },
  );
}
