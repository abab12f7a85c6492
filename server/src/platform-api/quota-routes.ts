import { type TObject, Type } from 'typebox';
import { ONESELF } from '../auth/audiences.ts';
import { countPersonalTokens } from '../auth/personal-token-queries.ts';
import type { AppDeps } from '../deps.ts';
import { countImages } from '../images/queries.ts';
import type { App } from '../lib/http/app.ts';
import { countOwnPlugins } from '../registry/plugin-quota-queries.ts';
import { countDevelopmentSpaces } from '../spaces/development-queries.ts';
import { callingPerson } from './calling-person.ts';

const Quota = Type.Object(
  {
    limit: Type.Integer({ minimum: 0 }),
    used: Type.Integer({ minimum: 0 }),
  },
  { title: 'Quota', examples: [{ limit: 20, used: 1 }] },
);

const Quotas: TObject<{
  plugins: typeof Quota;
  images: typeof Quota;
  development_installs: typeof Quota;
  personal_tokens: typeof Quota;
}> = Type.Object(
  { plugins: Quota, images: Quota, development_installs: Quota, personal_tokens: Quota },
  {
    title: 'Quotas',
    description:
      'How many plugins of your own, uploaded images, development installs and personal tokens you may have, and have',
    examples: [
      {
        plugins: { limit: 20, used: 1 },
        images: { limit: 200, used: 2 },
        development_installs: { limit: 3, used: 1 },
        personal_tokens: { limit: 50, used: 2 },
      },
    ],
  },
);

/** What a person may have, and has. */
export function quotaRoutes(app: App, { db, config }: AppDeps): void {
  app.get(
    '/quotas',
    {
      config: { auth: ONESELF },
      schema: {
        tags: ['me'],
        operationId: 'getQuotas',
        summary: 'How much of what you may have is used',
        response: { 200: Quotas },
      },
    },
    async (request) => {
      const userId = callingPerson(request);
      const { pluginQuota, imageQuota, developmentInstallQuota, personalTokenQuota } = config;
      return {
        plugins: { limit: pluginQuota, used: await countOwnPlugins(db, userId) },
        images: { limit: imageQuota, used: await countImages(db, userId) },
        development_installs: {
          limit: developmentInstallQuota,
          used: await countDevelopmentSpaces(db, userId),
        },
        personal_tokens: {
          limit: personalTokenQuota,
          used: await countPersonalTokens(db, userId),
        },
      };
    },
  );
}
