import { type Static, Type } from 'typebox';
import { InstallStatus } from '../../install-status.ts';
import { PageQuery } from '../../lib/http/pagination.ts';
import { Id, nullable, RawObject, RawValue, Timestamp } from '../../lib/http/schema.ts';
import { ShownField } from '../../manifest/shown-fields.ts';
import { STORY } from '../../story.ts';
import { InstallParams } from '../schema.ts';
import type { RouteCallStage } from './call-queries.ts';

const SETUP_REVISION = '1.1.0';

const GREETING = {
  number: 0,
  type: 'form',
  title: 'Greeting',
  required: true,
  state: 'done',
  message: null,
  answers: STORY.config,
  passwords_set: [],
  submitted_by: STORY.user.id,
  updated_at: STORY.setUpAt,
  fields: [
    {
      key: 'greeting',
      type: 'text',
      label: 'Greeting',
      required: true,
      calls: [],
    },
  ],
};

/** A step of a set-up, as whoever goes through it sees it. */
const SetupStepState = Type.Object(
  {
    number: Type.Integer({ minimum: 0 }),
    type: Type.Enum(['form', 'oauth2', 'popup']),
    title: Type.String(),
    required: Type.Boolean({ description: 'Whether the install is not set up without it' }),
    state: Type.Enum(['done', 'open']),
    message: nullable(
      Type.String({ description: 'Why it did not come about, as the plugin or the service says' }),
    ),
    answers: RawObject('By the keys of the fields, without passwords'),
    passwords_set: Type.Array(Type.String(), {
      description:
        'Keys of what only the plugin reads back, and that has a value: of a password field it stays where none is submitted',
    }),
    submitted_by: nullable({ ...Id, description: 'Null for the host, and for nobody yet' }),
    updated_at: nullable(Timestamp),
    fields: Type.Optional(Type.Array(ShownField, { description: 'Of a form' })),
    authorize_url: Type.Optional(Type.String({ description: 'Of an OAuth2 step' })),
    content_url: Type.Optional(Type.String({ description: 'Of a popup step' })),
    callback_url: Type.Optional(
      Type.String({
        description:
          'Of a step with a window: where the window comes back to. Of an OAuth2 step it is the redirect URI to register at the service',
      }),
    ),
  },
  { title: 'SetupStepState', examples: [GREETING] },
);
/** How far a step has come. */
export type SetupStepState = Static<typeof SetupStepState>;

/** The set-up of an install. */
export const Setup = Type.Object(
  {
    install_id: Id,
    status: InstallStatus,
    revision: Type.String({ description: 'Also the ETag' }),
    setup_open: Type.Boolean({ description: 'Whether a step is open that is required' }),
    next: nullable(
      Type.Integer({ minimum: 0, description: 'Number of the first step that is open' }),
    ),
    steps: Type.Array(SetupStepState),
  },
  {
    title: 'Setup',
    description: 'What an install still asks of its admin, and what was answered',
    examples: [
      {
        install_id: STORY.installId,
        status: 'active',
        revision: SETUP_REVISION,
        setup_open: false,
        next: null,
        steps: [GREETING],
      },
    ],
  },
);

/** The path of a step; they count from 0. */
export const StepParams = Type.Object({
  ...InstallParams.properties,
  step: Type.Integer({ minimum: 0, maximum: 999 }),
});

const Field = Type.Integer({ minimum: 0, maximum: 999, description: 'Of the step, from 0' });

/** Which choices of a field are asked for. */
export const OptionsQuery = Type.Object(
  {
    field: Field,
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    cursor: Type.Optional(RawValue('`cursor` of the page before')),
    parent_resource_id: Type.Optional(
      RawValue(
        'Of a mapping: the left choice whose right ones are asked for; without it the left ones are',
      ),
    ),
  },
  { title: 'OptionsQuery', additionalProperties: false, examples: [{ field: 0, search: 'good' }] },
);

const OPTION = { label: 'Good to see you', value: 'Good to see you', is_disabled: false };

const Option = Type.Object(
  {
    label: Type.String(),
    value: RawValue('A text, a number, true or false: as it was written'),
    is_disabled: Type.Boolean({ description: 'Shown, and not to be chosen' }),
  },
  { title: 'Option', examples: [OPTION] },
);

/** Some of what there is to choose. */
export const OptionsPage = Type.Object(
  {
    data: Type.Array(Option),
    cursor: RawValue('For more: a text or a number; null when there is none'),
    next_page: nullable(Type.Integer({ description: 'For more, to be sent as `page`' })),
  },
  {
    title: 'OptionsPage',
    description: 'Pages of a plugin end with an empty one',
    examples: [{ data: [OPTION], cursor: null, next_page: 2 }],
  },
);

/** What was chosen earlier, whose labels are asked for. */
export const SelectedQuery = Type.Object(
  { field: Field, value: RawValue('One, or an array') },
  {
    title: 'SelectedQuery',
    additionalProperties: false,
    examples: [{ field: 0, value: [OPTION.value] }],
  },
);

/** The labels of what was chosen earlier. */
export const SelectedOptions = Type.Object(
  { data: Type.Array(Option, { description: 'What nobody knows any more is left out' }) },
  { title: 'SelectedOptions', examples: [{ data: [OPTION] }] },
);

/** Which field's value the plugin is asked for. */
export const RemoteValueQuery = Type.Object(
  { field: Field },
  { title: 'RemoteValueQuery', additionalProperties: false, examples: [{ field: 0 }] },
);

/** What a plugin wants shown in a field. */
export const RemoteValue = Type.Object(
  { value: RawValue('A text, or null') },
  { title: 'RemoteValue', examples: [{ value: 'Good to see you' }] },
);

/** A call that was made while an install was set up. */
export const RouteCall = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    install_id: Id,
    plugin_id: Id,
    kind: Type.Enum(
      [
        'options',
        'selected_values',
        'remote_value',
        'validation',
        'token',
        'resources',
        'migration',
      ],
      {
        description:
          '`token`: the service of an OAuth2 step was asked; `resources`: the host; else the plugin, `migration` as the install came to another release',
      },
    ),
    step: nullable(Type.Integer({ minimum: 0, description: 'Null for a migration' })),
    field: nullable(Type.Integer({ minimum: 0 })),
    outcome: Type.Enum(['answered', 'refused', 'failed'], {
      description: '`refused`: with a message, which the person who sets up was told',
    }),
    status: nullable(Type.Integer({ description: 'Null where there was no reply' })),
    stage: Type.Unsafe<RouteCallStage | null>({
      type: ['string', 'null'],
      enum: [
        'refused',
        'dns',
        'connect',
        'tls',
        'send',
        'response',
        'timeout',
        'aborted',
        'reply',
        null,
      ],
      description: 'How far a failed call came; `reply`: there was one, that cannot be used',
    }),
    message: nullable(Type.String()),
    duration_ms: Type.Integer({ minimum: 0 }),
    user_id: nullable({ ...Id, description: 'For whom; null for the host' }),
    created_at: Timestamp,
  },
  {
    title: 'RouteCall',
    description: 'What was asked while an install was set up, and how that went',
    examples: [
      {
        id: '019cade2-8a60-7b3f-9c41-5d2e7f8a9c04',
        install_id: STORY.installId,
        plugin_id: STORY.plugin.id,
        kind: 'validation',
        step: 0,
        field: null,
        outcome: 'refused',
        status: 412,
        stage: null,
        message: 'This greeting is too long for a badge',
        duration_ms: 84,
        user_id: STORY.user.id,
        created_at: STORY.setUpAt,
      },
    ],
  },
);

/** Whose calls to list. */
export const RouteCallQuery = Type.Object(
  { ...PageQuery.properties, install_id: Type.Optional(Id), plugin_id: Type.Optional(Id) },
  { additionalProperties: false },
);

/** Where to send the window of a step. */
export const SetupWindow = Type.Object(
  {
    url: Type.String({ description: 'To be opened in a window of the person who asked' }),
    expires_at: Timestamp,
  },
  {
    title: 'SetupWindow',
    examples: [
      {
        url: 'https://crm.example.com/oauth/authorize?response_type=code&client_id=greeter&state=pbw_example',
        expires_at: STORY.setUpAt,
      },
    ],
  },
);

/** What was answered in a step. */
export const StepPayload = Type.Object(
  { payload: RawObject('By the keys of the fields') },
  { title: 'StepPayload', additionalProperties: false, examples: [{ payload: STORY.config }] },
);
