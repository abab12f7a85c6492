// What is public, and nothing else.
export {
  type Attachment,
  type CredentialImageAttachment,
  credentialImage,
  type JsonAttachment,
  json,
  type LinkAttachment,
  link,
  type OtherAttachment,
  password,
  type ScreenerDetails,
  type ScreenerField,
  screenerDetails,
  type TextAttachment,
  text,
} from './attachments.ts';
export type {
  Item,
  ListOptions,
  MetaItem,
  SetOptions,
  StorageCommand,
  UniqueNumOptions,
  UniqueOptions,
  WithMeta,
} from './calls/commands.ts';
export type { HostCall, Installer, ListQuery, Resource } from './calls/installer.ts';
export type { Install, InstallConfig, Notification } from './calls/installs.ts';
export type { JobHandle, JobUpdate, UpdatedJob } from './calls/jobs.ts';
export type { Pipeline, StorageEffect } from './calls/pipeline.ts';
export type { Storage, StorageCall } from './calls/storage.ts';
export type {
  ConfigOf,
  ConfigSchema,
  JsonSchema,
  JsonType,
  StandardIssue,
  StandardResult,
  StandardSchema,
  StoredConfigOf,
} from './config-schema.ts';
export {
  ApiError,
  type ApiProblem,
  ConditionFailedError,
  ConfigError,
  ConnectionError,
  DeadlineError,
  NoneLeftError,
  OAuthError,
  PlugboardError,
  SetupError,
  SignatureError,
  TokenError,
} from './errors.ts';
export type { PluginRequest } from './handle.ts';
export type {
  ActionContext,
  EventContext,
  EventHandler,
  Job,
  MigrationContext,
  Option,
  Options,
  OptionsContext,
  RouteContext,
  RouteHandler,
  SelectedContext,
  ValidationContext,
} from './handlers.ts';
export type {
  AnyEvents,
  Delivery,
  EventMeta,
  JsonObject,
  LifecycleEvents,
  MetaAuth,
  Place,
  RouteMeta,
} from './meta.ts';
export type { Credentials, ErrorContext, PluginOptions } from './options.ts';
export { createPlugin, type Plugin, type RemoteContext } from './plugin.ts';
export {
  type Effects,
  type JobReplies,
  type Refusal,
  refuse,
  type Verdict,
  type VerdictDetails,
} from './replies.ts';
export type { Reply } from './reply.ts';
export type { Route, RouteKind } from './routes.ts';
export {
  type HeaderSource,
  type SignedRequest,
  type Verified,
  verifySignatures,
} from './verify/signatures.ts';
export { TOKEN_HEADER, type Viewer, type ViewerCheck, verifyViewer } from './verify/viewer.ts';
