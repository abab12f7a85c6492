const LATE = 'LateFile';

/**
 * Loads a file of the console where it is needed, and tells one that did not come from a fault of ours: the server does not answer, or a
 * release took the file away. The router would load the document again, which loses the page where there is no server.
 */
export const late =
  <Module>(load: () => Promise<Module>): (() => Promise<Module>) =>
  () =>
    load().catch((cause: unknown) => {
      throw Object.assign(new Error('A file did not come', { cause }), { name: LATE });
    });

/** Whether a page broke since a file of it did not come. */
export const isLate = (error: Error): boolean => error.name === LATE;

/** For a file without which nothing can be shown: a release took it away, and the document names the next one. @throws what was caught, the second time. */
export function loadDocumentAgain(cause: unknown): Promise<never> {
  const [opened] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // One that is nowhere would have it loaded for ever.
  if (opened?.type === 'reload') throw cause;
  location.reload();
  return new Promise(() => {});
}
