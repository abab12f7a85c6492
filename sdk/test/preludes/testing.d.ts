// What the examples of the testing package take for granted, beside what it and the SDK export.
import type { Plugin } from '@plugboard/sdk';
import type { startPlugboard } from '@plugboard/testing';

type Plugboard = Awaited<ReturnType<typeof startPlugboard>>;
type Space = Awaited<ReturnType<Plugboard['space']>>;
type Install = Awaited<ReturnType<Space['install']>>;

declare global {
  const plugboard: Plugboard;
  const space: Space;
  const install: Install;
  const plugin: Plugin;
  const secret: string;
}
