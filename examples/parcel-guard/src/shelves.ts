import {
  type JsonObject,
  type Option,
  type OptionsContext,
  type Refusal,
  refuse,
  type SelectedContext,
} from '@plugboard/sdk';

// What the parcel guard answers while an admin sets it up.

const SHELVES = [
  { id: 'hook', name: 'Hook by the door', places: 1 },
  { id: 'small', name: 'Small shelf', places: 3 },
  { id: 'large', name: 'Large shelf', places: 12 },
  { id: 'room', name: 'Mail room', places: 80 },
];

/** How many parcels a shelf holds; undefined for one that there is not. */
export const placesOf = (shelf: string): number | undefined =>
  SHELVES.find(({ id }) => id === shelf)?.places;

const OPTIONS: Option[] = SHELVES.map(({ id, name, places }) => ({
  label: `${name}, ${places} ${places === 1 ? 'place' : 'places'}`,
  value: id,
}));

/** The shelves whose names contain what was typed. */
export function listShelves({ search = '' }: OptionsContext<unknown>): Option[] {
  const typed = search.toLowerCase();
  return OPTIONS.filter(({ label }) => label.toLowerCase().includes(typed));
}

/** The name of the shelf that was chosen earlier. */
export const nameShelf = ({ value }: SelectedContext<unknown>): Option | undefined =>
  OPTIONS.find((shelf) => shelf.value === value);

/** Judges the form. A refusal is read by the admin; where there is none, all of it is saved. */
export function checkShelf({ shelf, code }: JsonObject): Refusal | undefined {
  if (placesOf(String(shelf)) === undefined) return refuse('Choose one of the shelves');
  if (typeof code !== 'string' || code === '' || /^\d{6}$/.test(code)) return undefined;
  return refuse('The code of a shelf is six digits, such as 204718. Leave it empty without a lock');
}
