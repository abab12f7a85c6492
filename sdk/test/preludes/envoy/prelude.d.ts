// What the examples of the entry for plugins of Envoy's SDK take for granted. They import what they use of it.
import type {
  EnvoyEntryEventRequest,
  EnvoyPluginJob,
  EnvoyPluginStoragePipeline,
  EnvoyResponse,
  SignedHeaders,
} from '@plugboard/sdk/envoy';
import type { Express } from 'express';

declare global {
  const app: Express;
  const req: EnvoyEntryEventRequest;
  const res: EnvoyResponse;
  const request: SignedHeaders;
  const rawBody: Uint8Array;
  const token: string;
  const visitorId: string;
  const expect: typeof import('vitest').expect;
  // Of the plugin.
  const greet: (by: EnvoyPluginJob | EnvoyPluginStoragePipeline) => Promise<void>;
  const printBadge: (name: string) => Promise<void>;
}
