import { BridgeError } from './errors.ts';

/** Where a page is, as far as it can tell: the part of `window` that {@link checkHost} looks at. */
export interface Surroundings {
  /** The origins around the frame, the parent's first, in browsers that tell. */
  ancestorOrigins: string[];
  /** `document.referrer`. */
  referrer: string;
  /** The page's own origin. */
  ownOrigin: string;
}

/**
 * Makes sure that the page that embeds this one is the one it was told of, as far as the browser tells.
 *
 * @param allowed The only host pages this plugin wants, if it knows them.
 * @throws BridgeError `wrong_host`
 * @example
 * checkHost('https://app.example', { ancestorOrigins: ['https://app.example'], referrer: '', ownOrigin: location.origin });
 */
export function checkHost(
  hostOrigin: string,
  { ancestorOrigins, referrer, ownOrigin }: Surroundings,
  allowed?: readonly string[],
): void {
  if (allowed !== undefined && !allowed.includes(hostOrigin)) {
    throw new BridgeError('wrong_host', `${hostOrigin} is not among the allowed host pages`);
  }
  const actual = told(ancestorOrigins[0]) ?? referrerOrigin(referrer, ownOrigin);
  if (actual !== undefined && actual !== hostOrigin) {
    throw new BridgeError(
      'wrong_host',
      `This page is embedded by ${actual}, but its address says ${hostOrigin}`,
    );
  }
}

/** The surroundings of a real window. */
export function surroundings(): Surroundings {
  return {
    ancestorOrigins: [...(location.ancestorOrigins ?? [])],
    referrer: document.referrer,
    ownOrigin: location.origin,
  };
}

// A browser that keeps an ancestor secret says `null`.
function told(origin: string | undefined): string | undefined {
  return origin === 'null' ? undefined : origin;
}

// After a navigation inside the frame the referrer is this plugin itself, which says nothing.
function referrerOrigin(referrer: string, ownOrigin: string): string | undefined {
  if (!URL.canParse(referrer)) return undefined;
  const { origin } = new URL(referrer);
  return origin === ownOrigin ? undefined : told(origin);
}
