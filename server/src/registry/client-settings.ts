import { type Static, Type } from 'typebox';
import { Failure, type Violation } from '../lib/failures.ts';
import { isObject } from '../manifest/parts.ts';
import { MANIFEST_EXAMPLE, ManifestInput } from '../manifest/schema.ts';

const CLIENT_TYPES = ['confidential', 'public'] as const;
const PROFILES = ['storyblok', null] as const;

/** Whether a plugin can keep a secret (RFC 6749 §2.1). */
export const ClientType = Type.Enum([...CLIENT_TYPES], {
  description:
    '`public` for a plugin that cannot keep a secret (RFC 6749 §2.1): it uses PKCE, and its refresh tokens rotate',
});

/** Whose client library a plugin uses, where that needs another behaviour than the standards'. */
export const Compatibility = Type.Unsafe<(typeof PROFILES)[number]>({
  type: ['string', 'null'],
  enum: [...PROFILES],
  description:
    "`storyblok` for a plugin with Storyblok's own client: redirects carry no `iss`, and scopes are those of the manifest whatever is asked for",
});

/** What kind of OAuth client a plugin is. */
export const ClientSettings = Type.Object(
  { client_type: Type.Optional(ClientType), compatibility: Type.Optional(Compatibility) },
  { additionalProperties: false, title: 'ClientSettings', examples: [{ client_type: 'public' }] },
);
export type ClientSettings = Static<typeof ClientSettings>;

/** What of a plugin is not in its manifest. */
export const PluginChange = Type.Object(
  {
    ...ClientSettings.properties,
    listed: Type.Optional(
      Type.Boolean({
        description:
          'Whether the catalog has it (`approved`) or only who knows its slug (`approved_unlisted`); for a plugin with a published release',
      }),
    ),
  },
  { additionalProperties: false, title: 'PluginChange', examples: [{ client_type: 'public' }] },
);

/** A manifest, and beside its fields those of {@link ClientSettings}. */
export const NewPlugin = Type.Object(
  { ...ManifestInput.properties, ...ClientSettings.properties },
  { additionalProperties: false, title: 'NewPlugin', examples: [MANIFEST_EXAMPLE] },
);

/**
 * Takes apart what registers a plugin. The manifest is still unchecked.
 *
 * @throws Failure `invalid` for a kind of client that there is not.
 */
export function splitNewPlugin(body: unknown): { manifest: unknown; client: ClientSettings } {
  if (!isObject(body)) return { manifest: body, client: {} };
  const { client_type, compatibility, ...manifest } = body;
  const violations = [
    ...violationOf('client_type', client_type, CLIENT_TYPES),
    ...violationOf('compatibility', compatibility, PROFILES),
  ];
  const [first] = violations;
  if (first !== undefined) {
    throw new Failure('invalid', `${first.pointer} ${first.message}`, { violations });
  }
  return { manifest, client: { client_type, compatibility } as ClientSettings };
}

function violationOf(name: string, value: unknown, allowed: readonly unknown[]): Violation[] {
  if (value === undefined || allowed.includes(value)) return [];
  const message = `must be one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
  return [{ pointer: `/${name}`, message }];
}
