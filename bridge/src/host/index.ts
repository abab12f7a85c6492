export { type OAuthOrigins, oauthDestination } from './destination.ts';
export {
  defineElements,
  PlugboardActivity,
  PlugboardCatalog,
  PlugboardInstalled,
  PlugboardPlugin,
  PlugboardSettings,
  PlugboardSidebar,
  PlugboardToolbar,
} from './elements/define.ts';
export type {
  PlugboardErrorDetail,
  PlugboardNavigateDetail,
  PlugboardOpenDetail,
  PlugboardSelectDetail,
  PlugboardValidatedDetail,
} from './elements/events.ts';
export {
  type EmbedContext,
  type Embedding,
  type EmbedOptions,
  embedPlugin,
  emptyContext,
} from './embed.ts';
export {
  type EmbeddedPlugin,
  type Embeds,
  type EmbedUser,
  forgetEmbeds,
  loadEmbeds,
  type ServerOptions,
} from './embeds.ts';
export { type EmbeddingPage, type PageOptions, pluginPageUrl, prepareFrame } from './frame.ts';
export type { HelloOptions } from './hello.ts';
export type { FetchPortalToken, GivenPortalToken } from './portal-token.ts';
export { fetchAppBridgeToken, type TokenRequest } from './token.ts';
