import fc from 'fast-check';
import { dashCase } from '../../src/lib/text.ts';

/** A document of somebody else's: JSON that is not what a printer of ours would make of it. */
export interface Document {
  text: string;
  /** Of an object: each name, and the text of what is under it. */
  members: [name: string, text: string][];
}

const NUMBERS = [
  ...['12345678901234567890', '-12345678901234567891', '9007199254740993', '1e22', '1e-400'],
  ...['0.1000000000000000055511151231257827', '1.0', '1E2', '1e+05', '-0', '-0.0e-0', '0.10'],
];
const STRINGS = [
  ...['"\\u0000"', '"\\ud800"', '"\\udc00 \\ud800"', '"\\u0041\\/\\u00e9"', '"\\u001F\\b"'],
  ...['"é e\u0301 😀"', '"\u2028"', '"1.0"', '"null"'],
];
const NAMES = [
  ...['__proto__', 'constructor', 'toJSON', 'text', '10', '2', '', 'a b', 'é'],
  ...['timeZone', 'time_zone', '\u0000', '\ud800', '"', '\\', '/'],
];

const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n ');

const digits = fc.stringMatching(/^[1-9][0-9]{0,30}$/);
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.tuple(digits, digits, fc.integer({ min: -400, max: 250 })).map((parts) => {
    const [whole, fraction, power] = parts;
    return `-${whole}.${fraction}e${power}`;
  }),
);
const string = fc.oneof(
  fc.constantFrom(...STRINGS),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
);
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary' }));

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number,
    string,
    fc.constantFrom('true', 'false', '[]', '{}', '[null]'),
    fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    membersOf(tie('value')).map(textOf),
  ),
}));

type SpacedMember = [name: string, text: string, spaces: string[]];

function membersOf(of: fc.Arbitrary<string>, minLength = 0): fc.Arbitrary<SpacedMember[]> {
  const member = fc.tuple(name, of, fc.array(space, { minLength: 4, maxLength: 4 }));
  return fc.uniqueArray(member, { selector: ([key]) => key, minLength, maxLength: minLength + 4 });
}

function textOf(members: SpacedMember[]): string {
  const texts = members.map(([key, text, [a, b, c, d]]) => {
    return `${a}${JSON.stringify(key)}${b}:${c}${text}${d}`;
  });
  return `{${texts.join(',')}}`;
}

/** Any object with some odd members. */
export const anyObject: fc.Arbitrary<Document> = membersOf(value, 6).map((members) => ({
  text: textOf(members),
  members: members.map(([key, text]) => [key, text]),
}));

/** A filter that lists odd values. */
export const anyFilter: fc.Arbitrary<Document> = fc
  .tuple(fc.array(fc.oneof(number, string), { minLength: 1, maxLength: 10 }), space)
  .map(([values, between]) => ({
    text: `{${between}"n":[${values.join(`${between},`)}],"10":[1.0],"2":${between}[-0]}`,
    members: [],
  }));

/** Each member as it stands in an object that was merged of several. */
export const written = ({ members }: Document): string[] =>
  members.map(([key, text]) => `${JSON.stringify(key)}:${text}`);

/** {@link written} under the names that plugins know a space's attributes by; the last one of a name counts. */
export const writtenAsAttributes = ({ members }: Document): string[] =>
  written({ text: '', members: [...new Map(members.map(([key, text]) => [dashCase(key), text]))] });
