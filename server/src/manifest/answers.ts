import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { isText, READABLE_FORMATS } from '../lib/readable.ts';
import { isObject } from './parts.ts';

/** What a field of a form was answered with: the value, read, and where it stands in the body. */
export interface FieldAnswer {
  value: unknown;
  path: (string | number)[];
}

/** What of a field decides whether an answer fits. */
export interface AnsweredField {
  multiline?: boolean;
  multiple?: boolean;
  options?: { value: unknown }[];
}

const wrong = (
  { path }: FieldAnswer,
  message: string,
  broken: Pick<Violation, 'keyword' | 'params'>,
): Violation[] => [{ pointer: toPointer(path), message, ...broken }];

const ofType = (...types: string[]) => ({ keyword: 'type', params: { types } });
const ofFormat = (format: string) => ({ keyword: 'format', params: { format } });
const ONE_OF = { keyword: 'enum' };
const ONCE = { keyword: 'uniqueItems' };

/** For a field of a text. */
export function textViolations(field: AnsweredField, answer: FieldAnswer): Violation[] {
  const { value } = answer;
  if (typeof value !== 'string') return wrong(answer, 'must be a text', ofType('string'));
  if (!isText(value)) return wrong(answer, READABLE_FORMATS.text.message, ofFormat('text'));
  if (!field.multiline && /[\r\n]/.test(value))
    return wrong(answer, 'must be one line', ofFormat('line'));
  return [];
}

/** For a field of a password, which may have any characters. */
export function passwordViolations(_field: AnsweredField, answer: FieldAnswer): Violation[] {
  return typeof answer.value === 'string' ? [] : wrong(answer, 'must be a text', ofType('string'));
}

/** For a field of yes or no. */
export function checkboxViolations(_field: AnsweredField, answer: FieldAnswer): Violation[] {
  return typeof answer.value === 'boolean'
    ? []
    : wrong(answer, 'must be true or false', ofType('boolean'));
}

/** Whether a parsed value can be that of an option. */
const isOptionValue = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** For a field of one choice, or of several: of those that are listed, where they are. */
export function choiceViolations(field: AnsweredField, answer: FieldAnswer): Violation[] {
  if (!field.multiple) return oneChoice(field, answer);
  const { value, path } = answer;
  if (!Array.isArray(value))
    return wrong(answer, 'must be an array: several can be chosen', ofType('array'));
  const chosen = new Set<unknown>();
  return value.flatMap((item, index) => {
    const at = { value: item, path: [...path, index] };
    if (chosen.has(item)) return wrong(at, 'is chosen already', ONCE);
    chosen.add(item);
    return oneChoice(field, at);
  });
}

function oneChoice({ options }: AnsweredField, answer: FieldAnswer): Violation[] {
  const { value } = answer;
  if (!isOptionValue(value))
    return wrong(
      answer,
      'must be a text, a number, true or false: the value of an option',
      ofType('string', 'number', 'boolean'),
    );
  const isListed = options?.some((option) => option.value === value) ?? true;
  return isListed ? [] : wrong(answer, 'is not the value of an option', ONE_OF);
}

/** What of a mapping decides whether an answer fits. */
export interface AnsweredMapping {
  left_options?: { value: unknown }[];
  right_field: AnsweredField & { type: string };
}

/** For a mapping: an array of `{left, right}`, of which each left choice is there once. */
export function mappingAnswerViolations(
  mapping: AnsweredMapping,
  answer: FieldAnswer,
): Violation[] {
  const { value, path } = answer;
  if (!Array.isArray(value))
    return wrong(answer, 'must be an array of `{"left", "right"}`', ofType('array'));
  const lefts = new Set<unknown>();
  return value.flatMap((pair, index) => {
    const at = [...path, index];
    if (!isPair(pair))
      return wrong({ value: pair, path: at }, 'must be `{"left", "right"}`', ofType('object'));
    const left = { value: pair.left, path: [...at, 'left'] };
    const right = { value: pair.right, path: [...at, 'right'] };
    if (lefts.has(pair.left)) return wrong(left, 'is mapped already', ONCE);
    lefts.add(pair.left);
    return [
      ...oneChoice({ options: mapping.left_options }, left),
      ...(mapping.right_field.type === 'text' ? textViolations : choiceViolations)(
        mapping.right_field,
        right,
      ),
    ];
  });
}

const isPair = (value: unknown): value is { left: unknown; right: unknown } =>
  isObject(value) && Object.keys(value).sort().join() === 'left,right';
