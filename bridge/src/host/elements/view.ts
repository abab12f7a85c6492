import type { FromView, ViewName } from '../../views.ts';
import { serverUrl } from '../embeds.ts';
import { askForToken, type FetchPortalToken, tokensFrom } from '../portal-token.ts';
import { openViewFrame, type ViewFrame } from '../view-frame.ts';
import { create } from './dom.ts';
import { Base } from './element.ts';
import { emit } from './events.ts';
import { baseSheet, viewSheet } from './styles.ts';
import { textFor } from './texts.ts';

const HELLO_MS = 10_000;
const MAX_HEIGHT = 20_000;
const AGAIN_MS = 10_000;
/** One that is refused so soon after it was given is not asked for again: a backend that gives the refused one would be asked without end. */
const REFUSED_SOON_MS = 10_000;

/**
 * What the four views of Plugboard have in common: a frame of Plugboard's, which is given a token of the host's making.
 *
 * Attributes: `base`, `token-url`, `hello-ms`, `theme`. Properties: {@link PlugboardView.fetchToken}. Events: `plugboard-open`, `plugboard-error`.
 */
abstract class PlugboardView extends Base {
  static readonly observedAttributes: readonly string[] = [
    'space',
    'install',
    'identifier',
    'base',
    'token-url',
  ];

  protected abstract readonly view: ViewName;
  readonly #root: ShadowRoot;
  #fetchToken: FetchPortalToken | undefined;
  #frame: ViewFrame | undefined;
  #iframe: HTMLIFrameElement | undefined;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #scheduled = false;
  #round = 0;
  /** When the view got another token than its first. */
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [baseSheet, viewSheet];
  }

  /** Gets a portal token of the host's backend: at first, before the last one ends, and when it is refused. Instead of the attribute `token-url`. */
  get fetchToken(): FetchPortalToken | undefined {
    return this.#fetchToken;
  }

  set fetchToken(fetchToken: FetchPortalToken | undefined) {
    this.#fetchToken = fetchToken;
    this.#update();
  }

  /** The frame, while it is shown. */
  get iframe(): HTMLIFrameElement | undefined {
    return this.#iframe;
  }

  /** Shows the view anew. */
  reload(): void {
    this.#update();
  }

  /** @internal */
  connectedCallback(): void {
    // One that was set before the element was defined hides the accessor.
    if (Object.hasOwn(this, 'fetchToken')) {
      const given = Reflect.get(this, 'fetchToken');
      Reflect.deleteProperty(this, 'fetchToken');
      this.fetchToken = given;
    }
    this.#update();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#clear();
  }

  /** @internal */
  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#update();
  }

  #update(): void {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected) this.#show();
    });
  }

  #clear(): void {
    this.#round += 1;
    this.#renewedAt = Number.NEGATIVE_INFINITY;
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#frame?.stop();
    this.#frame = undefined;
    this.#iframe = undefined;
    this.#root.replaceChildren();
  }

  #show(): void {
    this.#clear();
    const tokens = this.#tokens();
    // A framework sets properties after it has put the element in.
    if (tokens === undefined) this.#wait(() => this.#fail(new Error(NO_TOKENS), NO_TOKENS));
    else this.#open(tokens);
  }

  #open(tokens: FetchPortalToken): void {
    const server = serverUrl(this.getAttribute('base') ?? '');
    const iframe = create('iframe', { part: 'frame', title: textFor(this, this.view) });
    const spinner = create('span', { class: 'spinner', 'aria-hidden': 'true' });
    const loading = { part: 'loading', role: 'status' };
    const waiting = create('div', loading, spinner, textFor(this, 'loading'));
    const giveToken = this.#giver(tokens);
    this.#frame = openViewFrame(iframe, {
      origin: new URL(server).origin,
      around: this,
      onConnected: () => {
        waiting.remove();
        void giveToken(false);
      },
      onMessage: (message) => this.#take(message, giveToken),
    });
    this.#wait(() => waiting.isConnected && this.#silent());
    iframe.src = this.#address(server);
    this.#iframe = iframe;
    this.#root.replaceChildren(iframe, waiting);
  }

  #tokens(): FetchPortalToken | undefined {
    const address = this.getAttribute('token-url');
    return this.#fetchToken ?? (address === null ? undefined : tokensFrom(address));
  }

  #address(server: string): string {
    const url = new URL(`embed/views/${this.view}`, server);
    for (const name of ['space', 'install', 'identifier']) {
      const value = this.getAttribute(name);
      if (value !== null && value !== '') url.searchParams.set(name, value);
    }
    return url.href;
  }

  #take(message: FromView, giveToken: (anew: boolean) => Promise<void>): void {
    if (message.type === 'token-wanted') this.#giveAnother(giveToken);
    else if (message.type === 'open') {
      emit(this, 'plugboard-open', { view: message.view, install: message.install });
    } else if (this.#iframe !== undefined) {
      this.#iframe.style.blockSize = `${Math.min(message.height, MAX_HEIGHT)}px`;
    }
  }

  #giveAnother(giveToken: (anew: boolean) => Promise<void>): void {
    if (performance.now() - this.#renewedAt < REFUSED_SOON_MS) {
      this.#frame?.send({ type: 'token-failed' });
      emit(this, 'plugboard-error', { slug: null, error: new Error(REFUSED_AGAIN) });
      return;
    }
    void giveToken(true);
  }

  // One question at a time, the first before the document is there.
  #giver(tokens: FetchPortalToken): (anew: boolean) => Promise<void> {
    const round = this.#round;
    const isOver = () => round !== this.#round;
    let isFirst = true;
    let isAsking = true;
    let asked = askForToken(tokens);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (after: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => give(true), after);
      this.#timers.push(timer);
    };
    const give = async (anew: boolean): Promise<void> => {
      if (anew && !isAsking) {
        isAsking = true;
        asked = askForToken(tokens);
      }
      const mine = asked;
      try {
        const { token, renewIn } = await mine;
        if (isOver()) return;
        this.#frame?.send({ type: 'token', token });
        if (isAsking) again(renewIn);
        if (!isFirst) this.#renewedAt = performance.now();
        isFirst = false;
      } catch (error) {
        if (isOver()) return;
        if (isFirst) return this.#fail(error as Error, textFor(this, 'noToken'));
        // What is shown is kept: somebody may be in the middle of it.
        this.#frame?.send({ type: 'token-failed' });
        emit(this, 'plugboard-error', { slug: null, error: error as Error });
        if (isAsking) again(AGAIN_MS);
      }
      if (mine === asked) isAsking = false;
    };
    // Heard once the view asks for it.
    asked.catch(() => undefined);
    return give;
  }

  #wait(then: () => void): void {
    const given = Number(this.getAttribute('hello-ms') ?? Number.NaN);
    this.#timers.push(setTimeout(then, given >= 0 ? given : HELLO_MS));
  }

  #silent(): void {
    const text = textFor(this, 'silent', textFor(this, this.view));
    this.#fail(new Error(`The view “${this.view}” does not answer`), text);
  }

  #fail(error: Error, shown: string): void {
    this.#clear();
    const attributes = { type: 'button', part: 'retry', class: 'retry' };
    const retry = create('button', attributes, textFor(this, 'retry'));
    retry.addEventListener('click', () => this.reload());
    const text = create('span', { class: 'message' }, shown);
    this.#root.replaceChildren(create('div', { part: 'error', role: 'alert' }, text, retry));
    emit(this, 'plugboard-error', { slug: null, error });
  }
}

const REFUSED_AGAIN = 'The token was refused, and so was the one before: each must be a new one';
const NO_TOKENS = 'The element needs the attribute “token-url” or the property “fetchToken”';

/**
 * `<plugboard-catalog space="1" token-url="/plugboard-token">`: the plugins that there are for a space.
 *
 * @example
 * document.querySelector('plugboard-catalog')!.fetchToken = () => backend.portalToken(['catalog']);
 */
export class PlugboardCatalog extends PlugboardView {
  protected readonly view = 'catalog';
}

/**
 * `<plugboard-installed space="1" token-url="/plugboard-token">`: what is installed in a space.
 *
 * @example
 * document.querySelector('plugboard-installed')!.addEventListener('plugboard-open', ({ detail }) => show(detail.install));
 */
export class PlugboardInstalled extends PlugboardView {
  protected readonly view = 'installed';
}

/**
 * `<plugboard-settings install="41" token-url="/plugboard-token">`: the settings of an install.
 *
 * @example
 * document.querySelector('plugboard-settings')!.setAttribute('install', '41');
 */
export class PlugboardSettings extends PlugboardView {
  protected readonly view = 'settings';
}

/**
 * `<plugboard-activity space="1" identifier="visitor:19" token-url="/plugboard-token">`: what plugins were asked to do, of a space or of
 * one thing in it.
 *
 * @example
 * document.querySelector('plugboard-activity')!.setAttribute('identifier', 'visitor:19');
 */
export class PlugboardActivity extends PlugboardView {
  protected readonly view = 'activity';
}
