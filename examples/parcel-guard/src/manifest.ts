/** Without this one nothing is heard of parcels: the event type asks for it. */
const PARCELS = 'parcels.read';
/** Since the second release, which looks up whom a parcel is for. */
const EMPLOYEES = 'employees.read';

/**
 * What the parcel guard declares to Plugboard.
 *
 * @param url where Plugboard reaches it, such as `http://localhost:4700`
 * @returns the body of `POST /platform/v1/plugins`
 */
export function manifest(url: string) {
  return {
    name: 'Parcel guard',
    slug: 'parcel-guard',
    intro: 'Keeps parcels on a shelf, and tells people that theirs is here.',
    description:
      'A parcel that arrives gets a place on the shelf, and whoever it is for is told which. Once somebody says that it was picked up, the place is free for the next one. When the shelf is full, parcels wait until there is a place. Letters are left to the letter box.',
    author: 'Plugboard examples',
    website: `${url}/`,
    categories: ['front desk', 'mail'],
    scopes: [PARCELS, EMPLOYEES],
    events: [
      {
        name: 'parcel_arrived',
        url: `${url}/parcel-arrived`,
        // A parcel whose kind the host does not say is not heard of, either.
        filter: { attributes: { kind: [{ anything_but: ['letter'] }] } },
      },
    ],
    setup_steps: [
      {
        type: 'form',
        title: 'The shelf',
        validation_url: `${url}/set-up/shelf`,
        fields: [
          {
            key: 'shelf',
            type: 'select',
            label: 'Which shelf do parcels go to?',
            required: true,
            options_url: `${url}/set-up/shelves`,
            selected_values_url: `${url}/set-up/chosen-shelf`,
            searchable: true,
          },
          {
            key: 'name_carrier',
            type: 'checkbox',
            label: 'Say who brought the parcel',
          },
          {
            key: 'code',
            type: 'password',
            label: 'Code of the shelf',
            description:
              'Six digits, shown to whom a parcel is for. A shelf without a lock has none',
          },
        ],
      },
    ],
  };
}

/** What its first release declared: it named nobody's address, and asked for one permission less. */
export function firstManifest(url: string) {
  const { scopes, ...rest } = manifest(url);
  return { ...rest, scopes: scopes.filter((scope) => scope !== EMPLOYEES) };
}
