import type { Subcommand } from './command.ts';
import { migrateCommand } from './migrate.ts';
import { serveCommand } from './serve.ts';
import { signInLinkCommand } from './sign-in-link.ts';
import { verifyAuditCommand } from './verify-audit.ts';

/** What `plugboard` can be told, by name. */
export const commands: Record<string, Subcommand> = {
  serve: serveCommand,
  migrate: migrateCommand,
  'sign-in-link': signInLinkCommand,
  'verify-audit': verifyAuditCommand,
};
