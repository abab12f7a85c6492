import type { Field } from '../../setup/types.ts';
import { FIELD_MEMBERS } from '../members.ts';
import type { Part } from '../pointers.ts';

/** What stands for whatever the plugin would be asked for. */
export interface Samples {
  choice: (number: number) => string;
  text: string;
}

/**
 * A field as an admin would see it. Nobody is asked for anything: what the plugin or the host would give is made up. Undefined where it is of no
 * known type.
 */
export function shownFieldOf(field: Part, samples: Samples): Field | undefined {
  const { type } = field;
  if (typeof type !== 'string' || !Object.hasOwn(FIELD_MEMBERS, type)) return undefined;
  const known = { ...field, key: String(field.key), label: String(field.label || '…'), calls: [] };
  const isAsked = typeof field.remote_value_url === 'string';
  const members = {
    text: {},
    password: {},
    checkbox: {},
    select: { options: choicesOf(field.options, samples) },
    link: {},
    info: isAsked ? { text: samples.text } : {},
    resource_select: { type: 'select', options: choicesOf(undefined, samples) },
    mapping: {
      left_options: choicesOf(field.left_options, samples),
      right_field: rightOf(field.right_field as Part | undefined, samples),
    },
  }[type as Field['type']];
  return { ...known, ...members } as unknown as Field;
}

const rightOf = (right: Part | undefined, samples: Samples): Part =>
  right?.type === 'select'
    ? { ...right, calls: [], options: choicesOf(right.options, samples) }
    : { type: 'text' };

function choicesOf(options: unknown, { choice }: Samples): unknown[] {
  if (Array.isArray(options)) return unique(options as Part[]);
  return [1, 2, 3].map((number) => ({ label: choice(number), value: `${number}` }));
}

// Two that are being written may still be the same.
function unique(options: readonly Part[]): Part[] {
  return [...new Map(options.map((option) => [JSON.stringify(option.value), option])).values()];
}
