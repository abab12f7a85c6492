import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';
import { parseUrl } from './parse-url.ts';

/** An address that we do not call, with the reason for people. */
export class NotCalled extends Error {
  override readonly name = 'NotCalled';
}

/** What a page answered. */
export interface Got {
  status: number;
  /** After redirects. */
  url: string;
  contentType: string;
  /** As much of it as was asked for, as UTF-8. */
  body: string;
}

/** By default the body is left unread. Whatever is given, 5 s end everything. */
export interface GetOptions {
  /** How many bytes of the body are read; 0 leaves it unread. */
  maxBytes?: number;
  /** Ends everything. */
  signal?: AbortSignal;
}

/** Gets a page; redirects are followed. @throws NotCalled, or the connection's error. */
export type Get = (url: string, options?: GetOptions) => Promise<Got>;

const TIMEOUT_MS = 5_000;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The one way out. People make the link checker call whatever address they like, from where it stands in the network, so it calls
 * only the public Internet: each hop of a redirect is judged anew, and a name by the very addresses that are then connected to.
 *
 * @param allowPrivate development: private addresses and all ports, too.
 */
export function createGet(allowPrivate: boolean): Get {
  return async (start, { maxBytes = 0, signal } = {}) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const ended = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    let url = new URL(start);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const response = await send(url, allowPrivate, ended);
      const { statusCode: status = 0, headers } = response;
      const { location } = headers;
      if (!REDIRECTS.has(status) || location === undefined) {
        const body = await readStart(response, maxBytes);
        return { status, url: url.href, contentType: headers['content-type'] ?? '', body };
      }
      response.destroy();
      if (parseUrl(location, url.href) === undefined)
        throw new Error('redirects to something that is no address');
      url = new URL(location, url.href);
    }
    throw new Error(`redirects more than ${MAX_REDIRECTS} times`);
  };
}

function send(url: URL, allowPrivate: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  if (!allowPrivate) refuseByAddress(url);
  else refuseScheme(url);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent: false,
        signal,
        lookup: allowPrivate ? lookup : lookupPublic,
        headers: { 'user-agent': 'Plugboard-Link-Checker/0.1', 'accept-encoding': 'identity' },
      },
      resolve,
    );
    sent.on('error', (error) => reject(signal.aborted ? new Error('no answer in time') : error));
    sent.end();
  });
}

function refuseScheme({ protocol, username, password }: URL): void {
  if (protocol !== 'http:' && protocol !== 'https:') throw new NotCalled('Not a web address');
  if (username !== '' || password !== '') throw new NotCalled('It has a user name or password');
}

function refuseByAddress(url: URL): void {
  refuseScheme(url);
  const port = Number(url.port || 443);
  // Below 1024 there are mail servers and the like, which some mistake our requests for their own protocol.
  if (port < 1024 && port !== 443 && port !== 80) throw new NotCalled(`Port ${port} is not called`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // For an address there is no look-up, and so no other place where it is judged.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress();
}

const privateAddress = () => new NotCalled('It leads into a private network');

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** `dns.lookup` for names that lead to the public Internet only. */
function lookupPublic(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    // One bad address is enough: a name with a public and a private one is up to something.
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(privateAddress(), []);
    }
    const [first] = addresses;
    if (options.all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
}

async function readStart(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (maxBytes > 0) {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxBytes) break;
    }
  }
  // Whatever is left is of no interest, and may never end.
  response.destroy();
  return Buffer.concat(chunks).subarray(0, maxBytes).toString();
}
