import { readConfig } from '../config.ts';
import { operatorLink } from '../sign-in/operator-link.ts';
import { besideServer } from './beside-server.ts';
import type { Subcommand } from './command.ts';

/** `plugboard sign-in-link`: prints the link and nothing else on standard output, also while a server runs. */
export const signInLinkCommand: Subcommand = {
  summary: 'Makes a link that signs an operator in once',
  options: {
    email: { value: 'ADDRESS', help: 'whom, where there are several operators' },
    operator: { help: 'makes them an operator first' },
  },
  async run({ email, operator }) {
    const config = readConfig();
    const choice = { email: email as string | undefined, promotes: operator === true };
    const link = await besideServer(config, (db) =>
      db.transaction((tx) => operatorLink(tx, config, choice)),
    );
    console.log(link.url);
  },
};
