// What is public of the entry for plugins that were written for Envoy's SDK, by the names that it has there.
export type { EnvoyAPIOptions } from './envoy/api.ts';
export type {
  EnvoyPluginCredentialJobAttachment,
  EnvoyPluginJobAttachment,
  EnvoyPluginJobUpdate,
  EnvoyPluginJSONJobAttachment,
  EnvoyPluginLinkJobAttachment,
  EnvoyPluginScreenerJobAttachment,
  EnvoyPluginTextJobAttachment,
} from './envoy/attachments.ts';
export * from './envoy/factories/bodies.ts';
export * from './envoy/factories/entry.ts';
export type { Factory, Overrides } from './envoy/factories/factory.ts';
export * from './envoy/factories/invite.ts';
export * from './envoy/factories/meta.ts';
export * from './envoy/filters.ts';
export * from './envoy/handlers.ts';
export type { EnvoyHeaderFunctions, EnvoyHeaders, GivenHeaders } from './envoy/headers.ts';
export {
  type ClientParts,
  createAxiosClient,
  type EnvoyHttpClient,
  type EnvoyHttpResponse,
  type EnvoyInterceptedConfig,
  type EnvoyRequestConfig,
} from './envoy/http-client.ts';
export { HttpStatus } from './envoy/http-status.ts';
// All of it, since what others add to EnvoyTypes finds it in this module so.
export * from './envoy/http-types.ts';
export type { Interceptors } from './envoy/interceptors.ts';
export { EnvoyPluginJob } from './envoy/job.ts';
export type {
  JSONAPIData,
  JSONAPIModel,
  JSONAPIPaginationParams,
  JSONAPIResponse,
} from './envoy/json-api.ts';
export { EnvoyJWT, type EnvoyJWTAlgorithm } from './envoy/jwt.ts';
export type { EnvoyJWTDecodeOptions } from './envoy/jwt-claims.ts';
export { EnvoyJWTError } from './envoy/jwt-error.ts';
export * from './envoy/loggers.ts';
export type * from './envoy/meta.ts';
export * from './envoy/middleware.ts';
export { EnvoyPluginJobMock } from './envoy/mocks/job-mock.ts';
export { EnvoyPluginStoragePipelineMock } from './envoy/mocks/pipeline-mock.ts';
export type * from './envoy/payloads.ts';
export { EnvoyPluginAPI } from './envoy/plugin-api.ts';
export { type Connection, EnvoyPluginSDK, type EnvoyRequestBody } from './envoy/plugin-sdk.ts';
export * from './envoy/request-error.ts';
export type * from './envoy/requests.ts';
export type * from './envoy/resources/agreements.ts';
export type * from './envoy/resources/companies.ts';
export type * from './envoy/resources/employees.ts';
export type * from './envoy/resources/flows.ts';
export type * from './envoy/resources/invites.ts';
export type * from './envoy/resources/locations.ts';
export type * from './envoy/resources/reservations.ts';
export type * from './envoy/resources/sign-in-fields.ts';
export type * from './envoy/resources/takeovers.ts';
export type * from './envoy/resources/users.ts';
export type * from './envoy/responses.ts';
export {
  EnvoySignatureVerifier,
  type EnvoySignatureVerifierOptions,
  type SignedHeaders,
} from './envoy/signature-verifier.ts';
export { EnvoyPluginStorage } from './envoy/storage.ts';
export { EnvoyPluginStoragePipeline } from './envoy/storage-pipeline.ts';
export type * from './envoy/storage-types.ts';
export type { EnvoyLogInOptions } from './envoy/tokens.ts';
export { EnvoyUserAPI, type EnvoyUserAPIScope } from './envoy/user-api.ts';
