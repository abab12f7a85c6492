const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
/** Whatever moves the focus by itself, such as a dialog that closes, has done so by then. */
const SETTLED_MS = 120;

/**
 * What had the focus may go away, or can no longer be used, by what it did: a row that is read, a button that has done its work. The
 * focus is then given to what comes next on the page, else to what came before, so that who uses the keyboard goes on from there,
 * and not from the top.
 *
 * @returns what ends it.
 */
export function keepFocus(): () => void {
  let held: Element | undefined;
  let order: Element[] = [];
  let address = '';
  let timer: number | undefined;
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || target.closest('[role=dialog]') !== null) return;
    held = target;
    order = [...document.querySelectorAll(FOCUSABLE)];
    address = location.href;
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
    // Another page gives the focus to its heading.
    if (address !== location.href) return;
    const at = order.indexOf(lost);
    const next = order.slice(at + 1).find(isUsable) ?? order.slice(0, at).findLast(isUsable);
    (next as HTMLElement | undefined)?.focus({ preventScroll: true });
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

const isUsable = (element: Element): boolean =>
  element.isConnected &&
  !element.matches(':disabled') &&
  element.closest('[inert]') === null &&
  element.checkVisibility();
