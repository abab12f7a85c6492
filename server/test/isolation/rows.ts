import { EVENT, type Scene } from './scene.ts';

/** Operations that ask for no credential in the header, since they tell nothing of any tenant or have their own tests. */
export const PUBLIC: ReadonlySet<string> = new Set([
  'GET /.well-known/oauth-authorization-server',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /platform/v1/brand',
  'GET /schemas/manifest.json',
  // By the hash of its content.
  'GET /images/{name}',
  // Clients authenticate in the body: see the tests of each endpoint.
  'POST /a/auth/v0/token',
  'POST /oauth/token',
  'POST /oauth/revoke',
  'POST /oauth/introspect',
]);

/** Open to everybody who is signed in, for the spaces that they belong to themselves: an operator or a developer is not there by that. */
export const OF_MEMBERSHIPS: ReadonlySet<string> = new Set(['GET /platform/v1/me/spaces/{id}']);

/** What a portal of any part of a space is told: which space that is, and what whoever looks is there. */
export const OF_THE_SPACE: ReadonlySet<string> = new Set(['GET /platform/v1/me/spaces/{id}']);

/** Operations on what is the caller's own, whoever it is: they may succeed, without a word about tenant A. */
export const OWN: ReadonlySet<string> = new Set([
  'GET /api/v2/users/me',
  'GET /api/v3/companies',
  'GET /api/v3/employees',
  'GET /api/v3/locations',
  'GET /oauth/space_info',
  'GET /oauth/user_info',
  'GET /v1/oauth/user_info',
  // Lists of what is the caller's, and the words of the host, which are everybody's.
  'GET /platform/v1/audit',
  'GET /platform/v1/catalog',
  'GET /platform/v1/catalog/{slug}',
  'GET /platform/v1/catalog_categories',
  'GET /platform/v1/deliveries',
  'GET /platform/v1/event_types',
  'GET /platform/v1/event_types/{name}',
  'GET /platform/v1/events',
  'GET /platform/v1/grants',
  'POST /platform/v1/images',
  'GET /platform/v1/installs',
  'GET /platform/v1/jobs',
  'GET /platform/v1/me',
  'PATCH /platform/v1/me',
  'POST /platform/v1/me/password',
  'GET /platform/v1/me/spaces',
  'GET /platform/v1/notifications',
  'POST /platform/v1/notifications/read_all',
  'GET /platform/v1/plugins',
  'POST /platform/v1/plugins',
  'GET /platform/v1/quotas',
  'GET /platform/v1/replays',
  'GET /platform/v1/resource_types',
  'GET /platform/v1/resource_types/{name}',
  'GET /platform/v1/roles',
  'GET /platform/v1/route_calls',
  'GET /platform/v1/scopes',
  'GET /platform/v1/scopes/{name}',
  'GET /platform/v1/spaces',
  'GET /platform/v1/personal_access_tokens',
  'POST /platform/v1/personal_access_tokens',
  'GET /v1/apps',
  'GET /v1/oauth_grants',
  'GET /v1/org_apps',
  'GET /v1/partner_apps',
  'POST /v1/partner_apps',
  'POST /v1/partner_apps/upload_image',
  'GET /v1/spaces',
  'GET /v1/users/me',
]);

/** What names in its body whose it is: another's is refused there as wrong, like one that there is not. */
export const TOLD_WHAT_IS_WRONG: ReadonlySet<string> = new Set(['POST /platform/v1/sample_events']);

/** What a viewer of a plugin may do all the same: it is about themselves. */
export const VIEWERS_MAY: ReadonlySet<string> = new Set([
  'POST /platform/v1/plugins/{id}/notices/read',
]);

/** What a member who is no admin may do in the own space by the Space API, whose routes do not say it. */
export const MEMBERS_MAY: ReadonlySet<string> = new Set([
  'GET /v1/spaces/{space_id}',
  'GET /v1/spaces/{space_id}/app_provisions',
  'GET /v1/spaces/{space_id}/app_provisions/{app_id}',
  'GET /v1/spaces/{space_id}/app_settings',
  'GET /v1/spaces/{space_id}/app_settings/{client_id}',
  'GET /v1/spaces/{space_id}/embeds',
  'POST /v1/spaces/{space_id}/app_validations',
]);

/** A body that is not sent as JSON. */
export interface TypedBody {
  type: string;
  text: string;
}

const none = () => ({});
let slugs = 0;
const app = () => ({ app: { name: 'Mine', description: 'stolen' } });
const provision = () => ({ app_provision: { space_level_settings: { stolen: true } } });
const setting = ({ plugin }: Scene) => ({
  app_setting: { client_id: plugin.clientId, settings: { stolen: true } },
});

const image = (): TypedBody => ({
  type: 'multipart/form-data; boundary=edge',
  text: '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.gif"\r\ncontent-type: image/gif\r\n\r\nGIF89a\x01\x00\x01\x00\x00\x00\x00;\r\n--edge--\r\n',
});

/** What names something of tenant A after the path, where an operation asks for it. */
export const queries: Record<string, (scene: Scene) => string> = {
  'GET /platform/v1/activity': ({ install }) => `install_id=${install.id}`,
  'GET /platform/v1/releases': () => 'state=in_review',
  'GET /platform/v1/stream': ({ install }) => `install_id=${install.id}`,
  'GET /platform/v1/summary': ({ install }) => `space_id=${install.spaceId}`,
};

/** A body for each operation that takes one, right for what belongs to tenant A. */
export const bodies: Record<string, (scene: Scene) => object | TypedBody> = {
  'PUT /api/v2/plugin-services/installs/{installId}/config': () => ({ config: { stolen: true } }),
  'POST /api/v2/plugin-services/installs/{installId}/notifications': () => ({ message: 'Hi' }),
  'PATCH /api/v2/plugin-services/jobs/{jobId}': () => ({ status: 'failed' }),
  'POST /api/v2/plugin-services/storage': ({ install }) => ({
    install_id: install.id,
    commands: [{ action: 'list' }, { action: 'set', key: 'stolen', value: 1 }],
  }),
  'PUT /platform/v1/event_types/{name}': () => ({ description: 'x' }),
  'POST /platform/v1/events': ({ install }) => ({
    space_id: install.spaceId,
    name: EVENT,
    payload: {},
  }),
  'POST /platform/v1/events/batch': ({ install }) => ({
    events: [{ space_id: install.spaceId, name: EVENT, payload: {} }],
  }),
  'POST /platform/v1/host_keys': () => ({ name: 'mine' }),
  'POST /platform/v1/images': image,
  'POST /platform/v1/installs/{id}/backfills': () => ({ days: 1 }),
  'PUT /platform/v1/installs/{id}/grant': () => ({ scopes: [], events: [] }),
  'PATCH /platform/v1/installs/{id}/config': () => ({ config: { stolen: true } }),
  'POST /platform/v1/installs/{id}/config/revisions/{number}/restore': none,
  'POST /platform/v1/installs/{id}/setup/{step}/options': () => ({ field: 1 }),
  'POST /platform/v1/installs/{id}/setup/{step}/remote_value': () => ({ field: 0 }),
  'POST /platform/v1/installs/{id}/setup/{step}/selected_values': () => ({ field: 1, value: 1 }),
  'POST /platform/v1/installs/{id}/setup/{step}/submit': () => ({ payload: {} }),
  'POST /platform/v1/jobs/{id}/cancel': none,
  'PATCH /platform/v1/me': () => ({ theme: 'dark' }),
  // Refused for what it is: another would end the session of who sends it.
  'POST /platform/v1/me/password': () => ({ new_password: 'password' }),
  'PATCH /platform/v1/me/spaces/{id}': () => ({ development: true }),
  'POST /platform/v1/notifications/read_all': none,
  'POST /platform/v1/notifications/{id}/actions/{index}': none,
  'POST /platform/v1/personal_access_tokens': ({ admin }) => ({ user_id: admin.id, name: 'mine' }),
  'POST /platform/v1/portal_links': ({ admin, install }) => ({
    user_id: admin.id,
    space_id: install.spaceId,
  }),
  'POST /platform/v1/portal_tokens': ({ admin, install }) => ({
    user_id: admin.id,
    space_id: install.spaceId,
    views: ['catalog'],
  }),
  'POST /platform/v1/developer_invitations': () => ({ email: 'me@plugboard.test' }),
  // Whoever may register one takes a slug.
  'POST /platform/v1/plugins': () => ({ name: 'Mine', slug: `mine-${++slugs}` }),
  'PATCH /platform/v1/plugins/{id}': () => ({ client_type: 'public' }),
  'POST /platform/v1/plugins/{id}/collaborators': ({ admin }) => ({
    email: admin.email,
    role: 'owner',
  }),
  'PUT /platform/v1/plugins/{id}/collaborators/{user_id}': () => ({ role: 'viewer' }),
  'POST /platform/v1/plugins/{id}/endpoints/{event_name}/disable': none,
  'POST /platform/v1/plugins/{id}/notices/read': () => ({ until: 1 }),
  'PUT /platform/v1/plugins/{id}/manifest': ({ plugin }) => ({ name: 'Mine', slug: plugin.slug }),
  'PUT /platform/v1/plugins/{id}/retry_schedule': () => ({ steps: [0] }),
  'POST /platform/v1/plugins/{id}/releases/{number}/submit': none,
  'POST /platform/v1/plugins/{id}/releases/{number}/rehearse': () => ({ limit: 1 }),
  'POST /platform/v1/plugins/{id}/releases/{number}/review': () => ({
    verdict: 'reject',
    message: 'Mine is better',
  }),
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_out': () => ({ percent: 10 }),
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_back': none,
  'POST /platform/v1/plugins/{id}/roll_outs/{roll_out_id}/stop': none,
  'POST /platform/v1/plugins/{id}/secrets': none,
  'POST /platform/v1/plugins/{id}/suspend': none,
  'POST /platform/v1/replays': ({ install }) => ({
    filter: {
      install_id: install.id,
      status: ['done'],
      since: '2026-01-01T00:00:00Z',
      until: '9999-01-01T00:00:00Z',
    },
    include_settled: true,
  }),
  'PUT /platform/v1/resource_types/{name}': () => ({ list_url: 'https://product.example/rooms' }),
  'PUT /platform/v1/scopes/{name}': () => ({ description: 'x' }),
  'POST /platform/v1/sample_events': ({ install }) => ({
    install_id: install.id,
    name: EVENT,
    payload: {},
  }),
  'POST /platform/v1/sign_in_links': ({ admin }) => ({ user_id: admin.id }),
  'POST /platform/v1/spaces': () => ({ name: 'Mine' }),
  'PATCH /platform/v1/spaces/{id}': () => ({ name: 'Mine' }),
  'POST /platform/v1/spaces/{id}/installs': ({ plugin }) => ({ plugin_id: plugin.id }),
  'PUT /platform/v1/spaces/{id}/members/{user_id}': () => ({ role: 'admin' }),
  'POST /platform/v1/users': () => ({ email: 'me@plugboard.test', friendly_name: 'Me' }),
  'PATCH /platform/v1/users/{id}': () => ({ friendly_name: 'Me' }),
  'POST /v1/app_submissions': ({ belongings }) => ({ app_id: belongings.partner_apps }),
  'POST /v1/org_apps': app,
  'POST /v1/org_apps/upload_image': image,
  'PUT /v1/org_apps/{id}': app,
  'POST /v1/org_apps/{id}/upload_image': image,
  'POST /v1/partner_apps': app,
  'POST /v1/partner_apps/upload_image': image,
  'PUT /v1/partner_apps/{id}': app,
  'POST /v1/partner_apps/{id}/upload_image': image,
  'POST /v1/spaces/{space_id}/app_provisions': ({ plugin }) => ({
    app_provision: { app_id: plugin.id },
  }),
  'PUT /v1/spaces/{space_id}/app_provisions/{app_id}': provision,
  'PATCH /v1/spaces/{space_id}/app_provisions/{app_id}': provision,
  'POST /v1/spaces/{space_id}/app_settings': setting,
  'PUT /v1/spaces/{space_id}/app_settings': setting,
  'POST /v1/spaces/{space_id}/app_settings/{client_id}': setting,
  'PUT /v1/spaces/{space_id}/app_settings/{client_id}': setting,
  'POST /v1/spaces/{space_id}/app_validations': ({ plugin }) => ({ app_id: plugin.id }),
};
