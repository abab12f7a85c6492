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
