import { parsed } from './parsed.ts';
import type { SentRequest } from './target.ts';

/** Which requests a fault is for, and which there can be. */
export interface Subjects {
  /** @param of as the options of a fault say; undefined for whichever come. */
  isFor(request: SentRequest, of: string | undefined): boolean;
  /** @throws TypeError for what no request is about. */
  check(of: string): void;
}

/**
 * Of requests of Plugboard's to a plugin: events, and routes by their names.
 *
 * @param known what there can be; undefined where nobody knows.
 */
export const deliveries = (known: () => string[] | undefined): Subjects => ({
  isFor: (request, of) => of === undefined || of === aboutOf(request),
  check(of) {
    const all = known() ?? [of];
    if (all.includes(of)) return;
    throw new TypeError(
      `of: the manifest has neither an event nor a route ${of}; there is ${all.join(', ')}`,
    );
  },
});

const LOG_IN = /\/token$/;

/** Of calls to Plugboard: by parts of their paths. */
export const callsByPath: Subjects = {
  isFor({ path }, of) {
    const [bare = ''] = path.split('?');
    return of === undefined ? !LOG_IN.test(bare) : `${bare}/`.includes(`/${partsOf(of)}/`);
  },
  check(of) {
    if (partsOf(of) === '') throw new TypeError('of: give a part of the path, such as storage');
  },
};

const partsOf = (of: string): string => String(of).replaceAll(/^\/+|\/+$/g, '');

/** The event or the route that a request of Plugboard's is about. */
function aboutOf({ body }: SentRequest): string | undefined {
  const sent = parsed(body.toString()) as { meta?: { event?: string; route?: string } } | undefined;
  return sent?.meta?.event ?? sent?.meta?.route;
}
