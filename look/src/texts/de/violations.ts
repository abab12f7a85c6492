import type { violations as en } from '../en/violations.ts';

const TYPES: Record<string, string> = {
  string: 'ein Text',
  integer: 'eine ganze Zahl',
  number: 'eine Zahl',
  boolean: 'Ja oder Nein',
  array: 'eine Liste',
  object: 'ein Objekt',
  null: 'leer',
};

/** In German. */
export const violations = {
  required: 'fehlt',
  type: (types) => `muss ${types.map((type) => TYPES[type] ?? type).join(' oder ')} sein`,
  enum: (values) =>
    values.length === 0
      ? 'steht nicht zur Wahl'
      : `muss eines von diesen sein: ${values.join(', ')}`,
  minimum: (limit) => `muss mindestens ${limit} sein`,
  maximum: (limit) => `darf höchstens ${limit} sein`,
  exclusiveMinimum: (limit) => `muss mehr als ${limit} sein`,
  exclusiveMaximum: (limit) => `muss weniger als ${limit} sein`,
  minLength: (limit) =>
    limit === '1' ? 'darf nicht leer sein' : `braucht mindestens ${limit} Zeichen`,
  maxLength: (limit) => `darf höchstens ${limit} Zeichen haben`,
  minItems: (limit) => `braucht mindestens ${limit}`,
  maxItems: (limit) => `nimmt höchstens ${limit}`,
  uniqueItems: 'kommt mehr als einmal vor',
  pattern: 'ist nicht so geschrieben, wie es sein muss',
  additionalProperties: 'ist hier nicht bekannt',
  format: 'ist nicht so geschrieben, wie es sein muss',
  formats: {
    line: 'muss eine einzige Zeile sein, ohne unsichtbare Zeichen',
    text: 'darf außer Tabulatoren und Zeilenumbrüchen keine Steuerzeichen haben',
    email: 'muss eine E-Mail-Adresse sein',
    uri: 'muss eine Adresse mit Schema sein, etwa https://example.com/',
    'date-time': 'muss Datum und Uhrzeit mit Zeitzone sein, etwa 2026-03-02T09:15:00Z',
  },
} satisfies typeof en;
