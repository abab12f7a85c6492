import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
/** Whatever moves the focus by itself, such as a dialog that closes, has done so by then. */
const SETTLED_MS = 120;

/**
 * What had the focus may go away, or can no longer be used, by what it did: a row that is read, a button that has done its work. The
 * focus is then given to what comes next on the page, else to what came before, so that who uses the keyboard goes on from there,
 * and not from the top. On another page, and where nothing of that is left, the heading has it.
 */
export function useKeptFocus(): void {
  const router = useRouter();
  useEffect(() => keepFocus(() => router.state.location.pathname), [router]);
}

function keepFocus(pathOf: () => string): () => void {
  let held: Element | undefined;
  let order: Element[] = [];
  let path = '';
  let timer: number | undefined;
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || target.closest('[role=dialog]') !== null) return;
    held = target;
    order = [...document.querySelectorAll(FOCUSABLE)];
    path = pathOf();
  };
  // Who clicked elsewhere has left it, and wants the focus nowhere.
  const onPress = ({ target }: PointerEvent) => {
    if (!(target instanceof Node && held?.contains(target))) held = undefined;
  };
  const settle = () => {
    timer = undefined;
    const lost = held;
    if (lost === undefined || document.activeElement !== document.body || isUsable(lost)) return;
    held = undefined;
    if (isElsewhere()) return;
    const target = path === pathOf() ? neighbourOf(lost, order) : undefined;
    (target ?? document.querySelector<HTMLElement>('main h1'))?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (held === undefined || isUsable(held)) return;
    timer ??= window.setTimeout(settle, SETTLED_MS);
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('pointerdown', onPress, true);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'hidden'],
  });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('pointerdown', onPress, true);
  };
}

/** Whether this is a frame, and the page around has the focus. */
const isElsewhere = (): boolean => window.top !== window && !document.hasFocus();

function neighbourOf(lost: Element, order: readonly Element[]): HTMLElement | undefined {
  const at = order.indexOf(lost);
  const next = order.slice(at + 1).find(isUsable) ?? order.slice(0, at).findLast(isUsable);
  return next as HTMLElement | undefined;
}

const isUsable = (element: Element): boolean =>
  element.isConnected &&
  !element.matches(':disabled') &&
  element.closest('[inert]') === null &&
  element.checkVisibility();
