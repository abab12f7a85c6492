import { type Static, Type } from 'typebox';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { type PageStart, toPage } from '../lib/http/pagination.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { parseId } from '../lib/ids.ts';
import { STORY } from '../story.ts';
import { type QueuedRow, type QueuePlace, selectReviewQueue } from './review-queue-queries.ts';

/** A release that somebody has to decide about. */
export const QueuedRelease = Type.Object(
  {
    plugin: Type.Object(
      {
        id: Id,
        slug: Type.String({ description: 'Of the release' }),
        name: Type.String({ description: 'Of the release' }),
        author: nullable(Type.String()),
      },
      { title: 'QueuedPlugin' },
    ),
    number: Type.Integer({ minimum: 1 }),
    is_first: Type.Boolean({ description: 'Whether nothing of the plugin is published yet' }),
    roll_out: Type.Enum(['at_once', 'later']),
    submitted_at: Timestamp,
    submitted_by: Type.Unsafe<{ id: number; friendly_name: string } | null>({
      type: ['object', 'null'],
      description: "Null for the host's backend, and once they are gone",
      required: ['id', 'friendly_name'],
      properties: { id: Id, friendly_name: Type.String() },
    }),
  },
  {
    title: 'QueuedRelease',
    examples: [
      {
        plugin: {
          id: STORY.plugin.id,
          slug: STORY.plugin.slug,
          name: STORY.plugin.name,
          author: 'Acme',
        },
        number: 2,
        is_first: false,
        roll_out: 'at_once',
        submitted_at: STORY.setUpAt,
        submitted_by: { id: STORY.user.id, friendly_name: STORY.user.friendly_name },
      },
    ],
  },
);
type QueuedRelease = Static<typeof QueuedRelease>;

/** What waits for review, of all plugins, what waits longest first. @throws Failure `invalid` for a cursor that this list did not make. */
export async function readReviewQueue(db: Db, { limit, after }: PageStart) {
  const rows = await selectReviewQueue(db, placeOf(after), limit + 1);
  return toPage(rows, limit, ({ since, plugin_id }) => `${since}-${plugin_id}`, queuedView);
}

const FIRST: QueuePlace = { since: 0, plugin_id: 0 };

function placeOf(after: string | undefined): QueuePlace {
  if (after === undefined) return FIRST;
  const [since, plugin_id, ...more] = after.split('-').map(parseId);
  if (since === undefined || plugin_id === undefined || more.length > 0) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  return { since, plugin_id };
}

const queuedView = (row: QueuedRow): QueuedRelease => ({
  plugin: { id: row.plugin_id, slug: row.slug, name: row.name, author: row.author },
  number: row.number,
  is_first: row.is_first,
  roll_out: row.roll_out,
  submitted_at: row.submitted_at.toISOString(),
  submitted_by:
    row.submitted_by === null || row.submitted_by_name === null
      ? null
      : { id: row.submitted_by, friendly_name: row.submitted_by_name },
});
