const TYPES: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
  null: 'nothing',
};

/** What is wrong with an answer, behind its name: by the keyword of JSON Schema that it breaks. */
export const violations = {
  required: 'is required',
  type: (types: readonly string[]) =>
    `must be ${types.map((type) => TYPES[type] ?? type).join(' or ')}`,
  enum: (values: readonly string[]) =>
    values.length === 0 ? 'is none of the choices' : `must be one of ${values.join(', ')}`,
  minimum: (limit: string) => `must be at least ${limit}`,
  maximum: (limit: string) => `must be at most ${limit}`,
  exclusiveMinimum: (limit: string) => `must be more than ${limit}`,
  exclusiveMaximum: (limit: string) => `must be less than ${limit}`,
  minLength: (limit: string) =>
    limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`,
  maxLength: (limit: string) =>
    `must have at most ${limit} ${limit === '1' ? 'character' : 'characters'}`,
  minItems: (limit: string) => `needs at least ${limit}`,
  maxItems: (limit: string) => `takes at most ${limit}`,
  uniqueItems: 'is there more than once',
  pattern: 'is not written as it has to be',
  additionalProperties: 'is not known here',
  format: 'is not written as it has to be',
  formats: {
    line: 'must be one line, without invisible characters',
    text: 'must have no control characters but tabs and line breaks',
    email: 'must be an email address',
    uri: 'must be an address with its scheme, such as https://example.com/',
    'date-time': 'must be a date and time with its offset, such as 2026-03-02T09:15:00Z',
  },
};
