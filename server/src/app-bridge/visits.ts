import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { refererOrigin } from '../lib/http/referer.ts';
import { newSecret } from '../lib/ids.ts';
import {
  deleteOtherEmbedVisits,
  type EmbedVisit,
  holdEmbedVisit,
  insertEmbedVisit,
  type NewEmbedVisit,
  type OpenedVisit,
  openEmbedVisit,
  selectEmbedVisit,
} from './visit-queries.ts';

const TICKET_SECONDS = 60;

/** As long as somebody may leave a page of the host open. */
const VISIT_SECONDS = 12 * 3600;

/** Makes a ticket, with which a frame in a page of the host can be opened once, within a minute. */
export async function makeTicket(db: Db, visit: NewEmbedVisit): Promise<string> {
  const ticket = newSecret('embed_ticket');
  await insertEmbedVisit(db, sha256(ticket), visit, TICKET_SECONDS);
  return ticket;
}

/**
 * Opens the frame of a ticket: the browser gets a cookie by which it is known again there. Only in a page of the origin that the ticket
 * is for, of which the browser tells: who got hold of a ticket cannot use it in a page of their own.
 *
 * @returns undefined for a ticket that is not good, or not there.
 */
export async function openTicket(
  { db, config }: { db: Db; config: Config },
  { request, reply, ticket }: { request: FastifyRequest; reply: FastifyReply; ticket: string },
): Promise<{ visit: OpenedVisit; hostOrigin: string } | undefined> {
  // No page has an empty one.
  const hostOrigin = refererOrigin(request.headers.referer) ?? '';
  const value = newSecret('embed_visit');
  const visit = await openEmbedVisit(db, {
    ticketHash: sha256(ticket),
    hash: sha256(value),
    hostOrigin,
    seconds: VISIT_SECONDS,
  });
  await endOtherVisits(db, request, visit?.user_id ?? null);
  if (visit === undefined) return undefined;
  reply.setCookie(cookieName(config, visit.client_id), value, COOKIE_OPTIONS);
  return { visit, hostOrigin };
}

/**
 * Ends the visits of other users that a browser still has in this page: whoever used it before must not be taken for whoever does now. All
 * of them where nobody is known to look at it.
 */
async function endOtherVisits(
  db: Db,
  request: FastifyRequest,
  userId: number | null,
): Promise<void> {
  const values = Object.entries(request.cookies).filter(([name]) => name.includes(COOKIE));
  const hashes = values.map(([, value]) => sha256(value ?? ''));
  if (hashes.length > 0) await deleteOtherEmbedVisits(db, hashes, userId);
}

/** The visit that a request from a frame belongs to, if it shows that plugin. */
export async function readEmbedVisit(
  { db, config }: { db: Db; config: Config },
  request: FastifyRequest,
  clientId: string | undefined,
): Promise<EmbedVisit | undefined> {
  const value = clientId && cookieOf(config, request, clientId);
  return value ? selectEmbedVisit(db, sha256(value), clientId) : undefined;
}

/**
 * Keeps the visit of a request alive until the transaction ends: for whatever makes a credential by it.
 *
 * @throws Failure `unauthorized` when it has ended.
 */
export async function holdVisit(
  tx: Db,
  config: Config,
  request: FastifyRequest,
  clientId: string,
): Promise<void> {
  const value = cookieOf(config, request, clientId);
  if (value !== undefined && (await holdEmbedVisit(tx, sha256(value)))) return;
  throw new Failure('unauthorized', 'The visit has ended: reload the page around the plugin');
}

// One for each plugin: several are shown in one page. Kept apart by the site around the frame (CHIPS), so that it is sent to no frame in a
// page of anybody else; without that, browsers send none in frames at all.
const COOKIE_OPTIONS: CookieSerializeOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'none',
  partitioned: true,
  maxAge: VISIT_SECONDS,
};

const COOKIE = 'plugboard_visit_';

// Over plain http, which a laptop has, browsers take no cookie with this prefix.
const cookieName = ({ publicUrl }: Config, clientId: string): string =>
  `${publicUrl.startsWith('https:') ? '__Host-' : ''}${COOKIE}${clientId}`;

const cookieOf = (config: Config, request: FastifyRequest, clientId: string): string | undefined =>
  request.cookies[cookieName(config, clientId)];
