/** Times of an entry or an invite that may be written as SQL writes them, by the payload's type. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  entries: ['signed-in-at', 'signed-out-at'],
  invites: [],
};

/** A copy of a payload in which times are RFC 3339 in UTC; anything but an entry or an invite as it is. */
export function normalized(payload: unknown): unknown {
  if (!isObject(payload) || !isObject(payload.attributes)) return payload;
  const names = typeof payload.type === 'string' ? TIMES[payload.type] : undefined;
  if (names === undefined) return payload;
  const attributes = withIsoTimes(payload.attributes, names);
  const docs = attributes['legal-docs'];
  if (Array.isArray(docs)) {
    attributes['legal-docs'] = docs.map((doc) =>
      isObject(doc) ? withIsoTimes(doc, ['signed-at']) : doc,
    );
  }
  return { ...payload, attributes };
}

function withIsoTimes(object: Record<string, unknown>, names: readonly string[]) {
  const times = names
    .filter((name) => typeof object[name] === 'string')
    .map((name) => [name, isoOfSql(object[name] as string)]);
  return { ...object, ...Object.fromEntries(times) } as Record<string, unknown>;
}

const SQL_TIME =
  /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))? ?(?:(UTC|Z)|([+-]\d\d):?(\d\d)?)?$/;

/** `2026-03-01 09:30:00 UTC` as `2026-03-01T09:30:00.000Z`; without a zone it is UTC. What is written otherwise stays. */
function isoOfSql(text: string): string {
  const [whole, day, time = '00:00', , hours, minutes = '00'] = SQL_TIME.exec(text) ?? [];
  if (whole === undefined) return text;
  const at = new Date(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return isDate(at) && isOfCalendar(`${day}`) ? at.toISOString() : text;
}

const isDate = (at: Date): boolean => !Number.isNaN(at.getTime());

/** Of the 30th of February a date is made, which is another. */
const isOfCalendar = (day: string): boolean => new Date(day).toISOString().startsWith(day);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
