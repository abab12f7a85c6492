// What is public, and nothing else.
export type { Decision, EmitOptions, EmittedEvent } from './emit.ts';
export type { Exchange } from './exchange.ts';
export type {
  AnswerOptions,
  CallAnswerOptions,
  CallFaultOptions,
  CallFaults,
  DuplicateOptions,
  FaultOptions,
  Faults,
} from './faults.ts';
export { type Host, HostApiError } from './host.ts';
export type { Install, InstallOptions } from './install.ts';
export type { Manifest, ManifestSource } from './manifest.ts';
export type {
  Credentials,
  FetchPlugin,
  NodeListener,
  PluginFactory,
  PluginUnderTest,
} from './plugin-under-test.ts';
export type { Option, OptionsQuestion, SetUp } from './set-up.ts';
export type { Attempt, EmittedJob, JobState, WaitOptions } from './settled.ts';
export {
  type SignedEvent,
  type SignedRequestOptions,
  type SignedRoute,
  type SignedSpace,
  signedRequest,
} from './sign.ts';
export type { Space, SpaceOptions } from './space.ts';
export { type Plugboard, type PlugboardOptions, startPlugboard } from './start.ts';
export type { Span, Time } from './time.ts';
export { type SignedViewerOptions, signedViewerToken, type ViewerOptions } from './viewer-token.ts';
