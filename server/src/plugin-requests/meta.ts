import { objectMembers, objectText } from '../lib/json.ts';
import { dashCase } from '../lib/text.ts';
import { version } from '../version.ts';

/** What all requests to plugins say of themselves: who sends, for whom, about which place. */

/** The token that lets a plugin act for the installer; see `meta.auth`. */
export interface MetaAuth {
  token_type: 'Bearer';
  access_token: string;
  /** Seconds that are left. */
  expires_in: number;
  refresh_token: null;
  refresh_token_expires_in: null;
}

/** The `User-Agent` of every request to a plugin. */
export const USER_AGENT = `Plugboard/${version}`;

/** The space that a request is about. */
export interface RequestSpace {
  space_id: number;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
}

interface Places {
  name: string;
  attributes: string;
  text: string;
}

const MAX_CACHED = 1000;
const places = new Map<number, Places>();

/** The members `location` and `company` of a request's `meta`, as JSON text: both are the space, with its attributes' keys dash-cased. */
export function placesOf({ space_id, space_name, space_attributes }: RequestSpace): string {
  // Kept with the space's row as it was: parsing its attributes for every job would cost more than the rest of the body.
  const known = places.get(space_id);
  if (known !== undefined && known.name === space_name && known.attributes === space_attributes)
    return known.text;
  const text = writePlaces(space_id, space_name, objectMembers(space_attributes));
  if (places.size >= MAX_CACHED) places.clear();
  places.set(space_id, { name: space_name, attributes: space_attributes, text });
  return text;
}

// Of names that become the same the last one counts; what is under them stays as the host wrote it.
function writePlaces(id: number, name: string, given: ReadonlyMap<string, string>): string {
  const dashed = new Map([['name', JSON.stringify(name)]]);
  for (const [key, text] of given) dashed.set(dashCase(key), text);
  const attributes = objectText(dashed);
  const place = (type: string) => `{"id":"${id}","type":"${type}","attributes":${attributes}}`;
  return `"location":${place('locations')},"company":${place('companies')}`;
}
