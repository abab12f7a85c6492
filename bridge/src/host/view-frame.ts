import {
  CONNECT,
  type FromView,
  HELLO,
  LOOK_PROPERTIES,
  parseFromView,
  type ToView,
  type ViewLook,
} from '../views.ts';
import { outwards } from './outwards.ts';
import { followTheme } from './theme.ts';

/** What the frame of a view is told of, and tells. */
export interface ViewFrameOptions {
  /** The origin of Plugboard: the only one that is heard and answered. */
  origin: string;
  /** The element, whose look the view takes on. */
  around: Element;
  /** The view listens from now on; it may do so again, when its document is loaded again. */
  onConnected(): void;
  onMessage(message: FromView): void;
}

/** The frame of a view that is listened to. */
export interface ViewFrame {
  /** Nothing is said before the view listens. */
  send(message: ToView): void;
  stop(): void;
}

/** Gives a view its port once it says hello: in this frame, and at the address of Plugboard. */
export function openViewFrame(iframe: HTMLIFrameElement, options: ViewFrameOptions): ViewFrame {
  const { origin, around } = options;
  let port: MessagePort | undefined;
  let told = '';

  function hear(event: MessageEvent): void {
    const view = iframe.contentWindow;
    if (view === null || event.source !== view || event.origin !== origin) return;
    if (event.data !== HELLO) return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => {
      const message = parseFromView(data);
      if (message !== undefined) options.onMessage(message);
    };
    view.postMessage(CONNECT, origin, [channel.port2]);
    told = '';
    tellLook();
    options.onConnected();
  }

  function tellLook(): void {
    const look = lookOf(around, theme.current);
    const text = JSON.stringify(look);
    if (port === undefined || text === told) return;
    told = text;
    port.postMessage({ type: 'look', look } satisfies ToView);
  }

  const theme = followTheme(iframe, around, tellLook);
  const observer = new MutationObserver(tellLook);
  for (const one of outwards(around)) observer.observe(one, { attributes: true });
  // Where styles of the page come and go.
  observer.observe(document.head, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  addEventListener('message', hear);
  return {
    send: (message) => port?.postMessage(message),
    stop() {
      removeEventListener('message', hear);
      observer.disconnect();
      theme.stop();
      port?.close();
    },
  };
}

function lookOf(element: Element, theme: ViewLook['theme']): ViewLook {
  const style = getComputedStyle(element);
  const set = LOOK_PROPERTIES.map((name) => [name, style.getPropertyValue(name).trim()] as const);
  const lang = [...outwards(element)].map((one) => one.getAttribute('lang')).find((one) => one);
  return {
    theme,
    lang: lang ?? '',
    properties: Object.fromEntries(set.filter(([, value]) => value !== '')),
  };
}
