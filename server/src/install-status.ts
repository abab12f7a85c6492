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

/** Whether the space lets the plugin have access to the install: its API, its tokens, its pages. */
export const isLive = (status: InstallStatus | null): boolean =>
  status === 'setup' || status === 'active';

/** The same in a statement that knows the table as `installs i`: what the space says of it, whatever the host says of its plugin. */
export const LIVE_IN_SPACE = sql`i.status in ('setup', 'active')`;

/** Whether the host lets the plugin run at all, in a statement that knows it as `plugins p`. */
export const NOT_SUSPENDED = sql`p.suspended_at is null`;

/**
 * Whether a plugin can use an install, in a statement that knows it as `installs i`: the space has not ended or suspended it, and the host
 * has not suspended the plugin. Both in one, so that whoever thinks of the one has thought of the other.
 */
export const LIVE_INSTALL = sql`(${LIVE_IN_SPACE}
  and exists (select from plugins p where p.id = i.plugin_id and ${NOT_SUSPENDED}))`;
