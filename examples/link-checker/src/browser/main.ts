import { BridgeError, type Connection, connect } from '@plugboard/bridge/plugin';
import type { Check, CheckRequest, Me, Settings } from '../shapes.ts';
import { aboutCard, consentCard, whoLine } from './about.ts';
import { type Api, createApi } from './api.ts';
import { button, create } from './dom.ts';
import { type HostContext, openPageCard, otherPageCard, settingsCard, siteCard } from './forms.ts';
import { showChecks, summary } from './results.ts';

const app = document.querySelector('#app') as HTMLElement;
await start();

/** Learns who looks at this page, then shows it. */
async function start(): Promise<void> {
  try {
    const bridge = await connect({ allowedHosts: [app.dataset.host ?? ''] });
    wear(bridge.theme);
    bridge.onTheme(wear);
    bridge.autoHeight();
    const api = createApi(bridge);
    const [me, checks, context] = await Promise.all([api.me(), api.checks(), contextOf(bridge)]);
    show({ bridge, api, me, checks, context });
  } catch (error) {
    showFailure(error as Error);
  } finally {
    app.removeAttribute('aria-busy');
  }
}

// Not what the system prefers: a light page around this one wants a light one on a dark system, too.
function wear(theme: Connection['theme']): void {
  document.documentElement.style.colorScheme = theme;
}

// A host need not tell what is open.
function contextOf(bridge: Connection): Promise<HostContext> {
  return bridge.context<HostContext>().catch(() => ({}));
}

interface Shown {
  bridge: Connection;
  api: Api;
  me: Me;
  checks: Check[];
  context: HostContext;
}

function show({ bridge, api, me, checks, context }: Shown): void {
  // What happens is told here: it is read out, and stays in sight.
  const status = create('p', { class: 'status', role: 'status' });
  const results = create('section', { class: 'card', 'aria-label': 'Results' });
  const showResults = () =>
    results.replaceChildren(create('h2', {}, 'Results'), ...showChecks(checks));

  async function tell(doing: string, work: () => Promise<string>): Promise<void> {
    say(status, doing);
    try {
      say(status, await work());
    } catch (error) {
      say(status, (error as Error).message, true);
    }
  }
  const check = (request: CheckRequest) =>
    tell('Checking …', async () => {
      const made = await api.check(request);
      checks.unshift(made);
      showResults();
      return `Checked ${summary(made)}.`;
    });
  const save = (settings: Settings) =>
    tell('Saving …', async () => {
      await api.saveSettings(settings);
      return 'The settings are saved; they count from the next check on.';
    });
  const begin = () =>
    tell('Off to Plugboard …', async () => {
      bridge.beginOAuth((await api.connect()).url);
      return 'Off to Plugboard …';
    });

  showResults();
  const said = { user: bridge.user.name, space: bridge.space.name };
  const parts = [
    whoLine(me, said),
    consentCard(me, begin),
    openPageCard(context, check),
    siteCard(me.site, check),
    otherPageCard(check),
    status,
    results,
    settingsCard(me, save),
    aboutCard(me),
  ];
  app.replaceChildren(
    create('h1', {}, 'Link checker'),
    ...parts.filter((part) => part !== undefined),
  );
}

function say(status: HTMLElement, text: string, isWrong = false): void {
  status.textContent = text;
  status.classList.toggle('wrong', isWrong);
}

function showFailure(error: Error): void {
  const text = create('p', {}, explain(error));
  const again = button('Try again', () => location.reload());
  app.replaceChildren(create('div', { class: 'card wrong', role: 'alert' }, text, again));
}

function explain(error: Error): string {
  if (!(error instanceof BridgeError)) return error.message;
  if (error.code === 'timeout') {
    return 'The page around this one does not answer. Reload it; if that does not help, ask an admin whether the link checker is still installed.';
  }
  return 'Open the link checker in your workspace: here it cannot tell who you are.';
}
