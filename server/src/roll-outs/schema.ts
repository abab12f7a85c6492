import { type Static, Type } from 'typebox';
import { ROLL_OUT_INSTALL_STATES } from '../installs/roll-out-queries.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { PluginId } from '../registry/schema.ts';
import { STORY } from '../story.ts';

/** The life of a roll-out (migrations/0020_roll_outs.sql). */
const STATES = ['running', 'waiting', 'stopped', 'done', 'rolling_back', 'rolled_back'] as const;
/** One of them. */
export type RollOutState = (typeof STATES)[number];

/** Installs that may be named in one request. */
const MOST_NAMED = 1000;

/** Whom a release is to reach. */
export const NewRollOut = Type.Object(
  {
    percent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description:
          'Of the installs, by a hash of plugin and install: those of ten per cent are among those of twenty. It only grows; a hundred ends it',
      }),
    ),
    install_ids: Type.Optional(
      Type.Array(Id, {
        minItems: 1,
        maxItems: MOST_NAMED,
        uniqueItems: true,
        description: 'These, whatever the per cent',
      }),
    ),
    dry_run: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Asks the plugin what it would make of each config, of all installs unless others are named, and changes nothing',
      }),
    ),
  },
  {
    title: 'NewRollOut',
    additionalProperties: false,
    examples: [{ percent: 10 }],
  },
);
export type NewRollOut = Static<typeof NewRollOut>;

const Count = Type.Integer({ minimum: 0 });

const Counts = Type.Object(
  {
    installs: { ...Count, description: 'All of the cohort' },
    moved: { ...Count, description: 'Are on the release; of a dry run, could be' },
    failed: {
      ...Count,
      description: 'Stay where they were, as their config could not be migrated',
    },
    waiting: { ...Count, description: 'Have not come yet; while it is rolled back, to go back' },
    rolled_back: { ...Count, description: 'Are on the release before, with their config of then' },
    kept_config: {
      ...Count,
      description:
        'Are on the release before, with the config that somebody has changed since, or that there was nothing to restore of',
    },
  },
  { title: 'RollOutCounts' },
);

/** How far a roll-out is. */
export const ShownRollOut = Type.Object(
  {
    id: Id,
    release: Type.Integer({ minimum: 1 }),
    from_release: Type.Integer({
      minimum: 1,
      description: "The plugin's current one when it began: where a roll-back leads",
    }),
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    dry_run: Type.Boolean(),
    state: Type.Enum([...STATES], {
      description: [
        '- `running`: installs of the cohort are on their way',
        '- `waiting`: all of them have come; it waits for more per cent',
        '- `stopped`: none is moved until somebody goes on',
        '- `done`: everybody is on it, but for those whose config could not be migrated',
        '- `rolling_back`: installs are on their way back',
        '- `rolled_back`: nobody is on it any more',
      ].join('\n'),
    }),
    counts: Counts,
    started_by: nullable({ ...Id, description: "Null for the host's backend" }),
    created_at: Timestamp,
    finished_at: nullable(Timestamp),
  },
  {
    title: 'RollOut',
    description: 'A release that reaches some installs before others',
    examples: [
      {
        id: 5,
        release: 2,
        from_release: 1,
        percent: 10,
        dry_run: false,
        state: 'waiting',
        counts: { installs: 4, moved: 3, failed: 1, waiting: 0, rolled_back: 0, kept_config: 0 },
        started_by: STORY.user.id,
        created_at: STORY.setUpAt,
        finished_at: null,
      },
    ],
  },
);
export type ShownRollOut = Static<typeof ShownRollOut>;

/** What became of one install. */
export const RollOutInstall = Type.Object(
  {
    install_id: Id,
    space_name: Type.String(),
    state: Type.Enum([...ROLL_OUT_INSTALL_STATES]),
    message: nullable(Type.String({ description: 'Why it failed' })),
    changed: Type.Array(Type.String(), {
      description: 'What the migration changed of its config, as JSON pointers; never a value',
    }),
  },
  {
    title: 'RollOutInstall',
    description: 'An install of a roll-out that has come, has failed to, or was named',
    examples: [
      {
        install_id: STORY.installId,
        space_name: STORY.space.name,
        state: 'moved',
        message: null,
        changed: ['/greeting'],
      },
    ],
  },
);
export type RollOutInstall = Static<typeof RollOutInstall>;

/** The path of a roll-out; text that is no id is answered like one that there is not. */
export const RollOutParams = Type.Object({ id: PluginId, roll_out_id: Type.String() });

/** Which installs of a roll-out are listed. */
export const RollOutInstallQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(Type.Enum([...ROLL_OUT_INSTALL_STATES])) },
  { additionalProperties: false },
);
