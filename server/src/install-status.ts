import { Type } from 'typebox';
import { sql } from './lib/db.ts';

const INSTALL_STATUSES = ['setup', 'active', 'suspended', 'uninstalled'] as const;

/**
 * The life of an install.
 *
 * - `setup`: installed, but its config lacks a field that a set-up form requires; the plugin can already use its API
 * - `active`: hears events
 * - `suspended`: kept as it is, deaf and without access, until resumed
 * - `uninstalled`: without access; can be restored until it is erased
 */
export type InstallStatus = (typeof INSTALL_STATUSES)[number];
export const InstallStatus = Type.Enum([...INSTALL_STATUSES]);

/** Whether the plugin has access to the install: its API, its tokens, its pages. */
export const isLive = (status: InstallStatus | null): boolean =>
  status === 'setup' || status === 'active';

/** The same in a statement that knows the table as `installs i`. */
export const LIVE_INSTALL = sql`i.status in ('setup', 'active')`;
