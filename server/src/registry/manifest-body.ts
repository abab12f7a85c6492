export const MAX_MANIFEST_BYTES = 256 * 1024;

/**
 * For routes whose body is a manifest: its schema documents it, and `checkManifest` applies it together with all the other rules, so
 * that a developer is told of everything at once.
 */
export const validatedByHandler = () => () => true;
