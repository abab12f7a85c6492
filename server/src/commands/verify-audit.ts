import { type Misfit, verifyChain } from '../audit/verify.ts';
import { readConfig } from '../config.ts';
import { besideServer } from './beside-server.ts';
import type { Subcommand } from './command.ts';

const MISFITS: Record<Misfit, string> = {
  changed: 'it does not say what it said when it was written',
  misplaced: 'it does not follow the entry before it',
  details_changed: 'its address, browser, name or email is not what it was',
  end_missing: 'the newest entries are not there any more',
};

/** `plugboard verify-audit`: says whether the audit log is as it was written, also while a server runs. */
export const verifyAuditCommand: Subcommand = {
  summary: 'Says whether the audit log is as it was written',
  options: {},
  async run() {
    const found = await besideServer(readConfig(), (db) => verifyChain(db));
    if (!found.fits) {
      const where = found.id === null ? 'The audit log was changed' : `Entry ${found.id}`;
      throw new Error(`${where}: ${MISFITS[found.reason]}`);
    }
    console.log(`All ${found.entries} entries are as they were written; the newest: ${found.hash}`);
  },
};
