import type { Schemas } from '../../../api/client.ts';
import type { Plugin } from '../plugin-state.tsx';

/** A development install, of whoever looks. */
export type OwnInstall = Schemas['Install'];

/** The plugin that is tried out, and where. */
export interface Tried {
  plugin: Plugin;
  install: OwnInstall;
}

/** Whether somebody may try a plugin out: who runs the product and has no part in it may not. */
export const mayTry = ({ role }: Pick<Plugin, 'role'>): boolean =>
  role === 'owner' || role === 'developer';
