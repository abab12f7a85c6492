const WIDTH = 560;
const HEIGHT = 720;

/** How a window beside the page is asked for. */
export const POPUP_FEATURES = `popup,width=${WIDTH},height=${HEIGHT}`;

/** Whether this is a device on which windows are tabs. */
export const opensTabs = (): boolean => matchMedia('(max-width: 40rem), (pointer: coarse)').matches;

/** Opens an empty window, in the middle of this one; null where the browser lets none open. To be called while a click is handled. */
export function openWindow(name: string): Window | null {
  if (opensTabs()) return window.open('about:blank', name);
  const left = Math.round(window.screenX + (window.outerWidth - WIDTH) / 2);
  const top = Math.round(window.screenY + (window.outerHeight - HEIGHT) / 2);
  return window.open('about:blank', name, `${POPUP_FEATURES},left=${left},top=${top}`);
}
