/** Where Chromium is: the one that `CHROMIUM_PATH` names, else an installed one, else Playwright's own; undefined without any. */
export function findChromium(): string | undefined;
