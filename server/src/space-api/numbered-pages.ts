import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';

const MOST_PER_PAGE = 100;

/** Pages by number. More than 100 on one are not given, whatever is asked for; `Per-Page` says how many were. */
export const pageQuery = (perPage: number) => ({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })),
  per_page: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: perPage,
      description: `At most ${MOST_PER_PAGE} are given`,
    }),
  ),
});

/** Which page of a list, of at most 100. */
export const NumberedPageQuery = Type.Object(pageQuery(MOST_PER_PAGE));
export type NumberedPageQuery = Static<typeof NumberedPageQuery>;

/** A stretch of a list, for a query. */
export interface Stretch {
  limit: number;
  offset: number;
}

/** The stretch of a page: a `per_page` above 100 counts as 100, for where the page begins, too. */
export function stretchOf({ page = 1, per_page = MOST_PER_PAGE }: NumberedPageQuery): Stretch {
  const limit = Math.min(per_page, MOST_PER_PAGE);
  return { limit, offset: (page - 1) * limit };
}

/** Says how long the whole list is, and how much of it was asked for. */
export function tellTotal(reply: FastifyReply, total: number, { limit }: Stretch): void {
  reply.header('total', String(total)).header('per-page', String(limit));
}
