/**
 * What the plugin declares to Plugboard: the events it wants to hear, and what it asks an admin during set-up.
 *
 * @param url where Plugboard reaches it, such as `http://localhost:4800`
 * @returns the body of `POST /platform/v1/plugins`
 */
export function manifest(url: string) {
  return {
    name: 'Head count',
    slug: 'head-count',
    intro: 'Knows how many people are in.',
    description:
      'Counts who signs in and who signs out, and says with each of them how many are in and whether these are too many. It asks what your guests are called, and how many may be in at a time.',
    author: 'Plugboard examples',
    website: `${url}/`,
    categories: ['front desk', 'safety'],
    events: [
      { name: 'entry_sign_in', url: `${url}/sign-in` },
      { name: 'entry_sign_out', url: `${url}/sign-out` },
    ],
    setup_steps: [
      {
        type: 'form',
        title: 'Who is counted',
        validation_url: `${url}/set-up/check`,
        fields: [
          {
            key: 'word',
            type: 'select',
            label: 'What are they called?',
            required: true,
            options_url: `${url}/set-up/words`,
            searchable: true,
          },
          { key: 'limit', type: 'text', label: 'How many may be in at a time?', required: true },
        ],
      },
    ],
  };
}
