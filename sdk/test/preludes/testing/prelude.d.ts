// What the examples of the testing package take for granted, beside what it and the SDK export.
import type { Plugin } from '@plugboard/sdk';
import type { EmittedJob, Install, Plugboard, Space } from '@plugboard/testing';
import type { Express } from 'express';

declare global {
  const plugboard: Plugboard;
  const space: Space;
  const install: Install;
  const job: EmittedJob;
  const plugin: Plugin;
  const app: Express;
  const secret: string;
  const expect: typeof import('vitest').expect;
  const test: typeof import('vitest').test;
}
