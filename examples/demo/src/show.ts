import { type Api, type ApiRequest, curlOf } from './api.ts';
import {
  type AcceptedEvent,
  doneJob,
  type Job,
  newVisitId,
  onlyJob,
  visitEvent,
} from './visits.ts';

/** What is running, for the people in front of the screen. */
export interface Running {
  serverUrl: string;
  greeterUrl: string;
  linkCheckerUrl: string;
  sitesUrl: string;
  hostKey: string;
  /** The file or the variable. */
  hostKeyFrom: string;
  spaceId: number;
  pluginId: number;
  installId: number;
}

/** Says where everything is, on standard output. The host key is shown, too: this is a demo. */
export function showRunning(running: Running): void {
  console.log(`
Plugboard is running, with two example plugins installed in "Demo Space".

  Server     ${running.serverUrl}
  API docs   ${running.serverUrl}/docs
  Host key   ${running.hostKey}
             (from ${running.hostKeyFrom})
  Greeter    ${running.greeterUrl}
             hears events (plugin ${running.pluginId}, space ${running.spaceId}, install ${running.installId})
  Links      ${running.linkCheckerUrl}
             the link checker: has a page in the sidebar, and a tool in the toolbar
  Sites      ${running.sitesUrl}
             stands for a service of somebody else, with which the link checker is set up

  NOT FOR PRODUCTION: plugin URLs may reach private addresses here (PLUGBOARD_ALLOW_PRIVATE_NETWORK=on).
`);
}

/**
 * Shows the two requests to try and makes each of them once, exactly as shown.
 *
 * @throws Error saying what did not work.
 */
export async function showRequests(api: Api, spaceId: number, signal: AbortSignal): Promise<void> {
  const visit = { id: newVisitId(), visitor: 'Third Visitor' };
  const fire = visitEvent(api, spaceId, 'entry_sign_in', visit);
  showRequest('Let a visitor sign in:', fire);
  const accepted = await api.send<AcceptedEvent>(fire);
  const jobId = onlyJob(accepted);
  showResult(`event ${accepted.event.id} made job ${jobId}`);

  const look = api.request('GET', `/jobs/${jobId}`);
  showRequest('See what became of that job, and what the greeter attached to it:', look);
  await doneJob(api, jobId, signal);
  const job = await api.send<Job>(look);
  const labels = job.attachments.map(({ label }) => label).join(', ');
  showResult(`${job.status}, "${job.status_message}", attachments: ${labels}`);
}

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

/** Says how to see the pages of plugins, and the windows in which one is set up. */
export function showPages(signInLink: string, windows: SetUpWindows): void {
  console.log(`See plugins with pages, as the admin of the space. This link signs you in, once, within five minutes:

  ${signInLink}

  For another one: "npm run link" in a second terminal.

  1. "Link checker" in the sidebar opens its page. "Connect" shows how a plugin asks for your consent.
  2. "Link checker" in the toolbar opens it as a tool: it checks the links of the page that you are on.

It has been set up (install ${windows.installId}), by two windows and a form. You can go through the windows again, within ten minutes:

  3. Consent at another service, by OAuth 2.0: say no, or be the "Newcomer", and read why that does not do.

     ${windows.consent}

  4. A page of the plugin. It takes ${windows.site}

     ${windows.popup}
`);
}

function showRequest(title: string, request: ApiRequest): void {
  console.log(`${title}\n\n  ${curlOf(request)}\n`);
}

function showResult(result: string): void {
  console.log(`  worked: ${result}\n`);
}
