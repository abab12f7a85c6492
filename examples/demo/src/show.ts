/** What is running, for the people in front of the screen. */
export interface Running {
  serverUrl: string;
  receptionUrl: string;
  /** Signs the admin in. */
  signInLink: string;
  hostKey: string;
  /** The file or the variable. */
  hostKeyFrom: string;
  spaceId: number;
  plugins: RunningPlugin[];
  sitesUrl: string;
}

/** A plugin that runs beside the server. */
export interface RunningPlugin {
  name: string;
  url: string;
  installId: number;
  /** How it is doing, or what it is there for. */
  about: string;
}

/** Says where everything is, on standard output. The host key is shown, too: this is a demo. */
export function showRunning(running: Running): void {
  console.log(`
Plugboard is running, with four example plugins installed in "Demo Space". Open it, as the admin of the space:

  ${running.signInLink}

  This link signs you in once, within five minutes. For another one: "npm run link" in a second terminal.

  Reception  ${running.receptionUrl}/
             stands for your product: let visitors and parcels arrive, break the greeter,
             and manage plugins as your customers would
  Server     ${running.serverUrl}
  API docs   ${running.serverUrl}/docs
  Host key   ${running.hostKey}
             (from ${running.hostKeyFrom}; the tour in README.md uses it, with space ${running.spaceId})

${running.plugins.map(showPlugin).join('\n')}
  Sites         ${running.sitesUrl}
                stands for a service of somebody else, with which the link checker is set up

  NOT FOR PRODUCTION: plugin URLs may reach private addresses here (PLUGBOARD_ALLOW_PRIVATE_NETWORK=on).
`);
}

const showPlugin = ({ name, url, installId, about }: RunningPlugin): string =>
  `  ${name.padEnd(13)} ${url} (install ${installId})\n${' '.repeat(16)}${about}`;

/** Windows of the link checker's set-up, begun again. */
export interface SetUpWindows {
  installId: number;
  /** The consent of the other service. */
  consent: string;
  /** A page of the plugin, which asks for the address of a site. */
  popup: string;
  /** One that it takes. */
  site: string;
}

/** Says how a plugin is set up in windows. */
export function showWindows(windows: SetUpWindows): void {
  console.log(`The link checker has been set up (install ${windows.installId}), by two windows and a form. You can go through the windows again, within ten minutes:

  1. Consent at another service, by OAuth 2.0: say no, or be the "Newcomer", and read why that does not do.

     ${windows.consent}

  2. A page of the plugin. It takes ${windows.site}

     ${windows.popup}
`);
}
