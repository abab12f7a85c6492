/** The greetings that a space's admin can choose from. */
const GREETINGS = ['Hello', 'Welcome', 'Good to see you'];

/**
 * What the greeter declares to Plugboard: the events it wants to hear, and what it asks an admin during set-up.
 *
 * @param baseUrl where Plugboard reaches the greeter, such as `http://localhost:4500`
 * @returns the body of `POST /platform/v1/plugins`
 */
export function manifest(baseUrl: string) {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    name: 'Greeter',
    slug: 'greeter',
    intro: 'Greets every visitor and hands out a badge.',
    description:
      'Greets visitors when they sign in, gives each a badge number that nobody else holds, and takes it back when they leave.',
    author: 'Plugboard examples',
    website: base,
    categories: ['front desk'],
    events: [
      { name: 'entry_sign_in', url: `${base}/entry-sign-in`, filter: null },
      { name: 'entry_sign_out', url: `${base}/entry-sign-out`, filter: null },
      { name: 'plugin_installed', url: `${base}/lifecycle`, filter: null },
      { name: 'plugin_uninstalled', url: `${base}/lifecycle`, filter: null },
    ],
    setup_steps: [
      {
        type: 'form',
        title: 'Greeting',
        validation_url: null,
        fields: [
          {
            key: 'greeting',
            type: 'select',
            label: 'Greeting',
            required: true,
            options: GREETINGS.map((text) => ({ label: text, value: text })),
          },
        ],
      },
      // Requires nothing, so that it holds nothing up. Each field is of another type.
      {
        type: 'form',
        title: 'Reception',
        validation_url: `${base}/setup/check`,
        fields: [
          { key: 'notice', type: 'info', label: 'Note', remote_value_url: `${base}/setup/notice` },
          { key: 'about', type: 'link', label: 'About the greeter', url: `${base}/` },
          {
            key: 'desk',
            type: 'text',
            label: 'Name of the desk',
            remote_value_url: `${base}/setup/desk`,
          },
          {
            key: 'wifi_password',
            type: 'password',
            label: 'Wi-Fi password',
            description: 'Shown to visitors; without one each gets their own',
          },
          { key: 'announce', type: 'checkbox', label: 'Tell the host that their visitor is here' },
          {
            key: 'language',
            type: 'select',
            label: 'Language',
            options_url: `${base}/setup/languages`,
            searchable: true,
            pagination: 'cursor',
            selected_values_url: `${base}/setup/chosen-language`,
          },
          {
            key: 'receptionist',
            type: 'resource_select',
            label: 'Receptionist',
            resource: 'members',
          },
          {
            key: 'badge_colors',
            type: 'mapping',
            label: 'Colors of badges',
            left_options: [
              { label: 'Guests', value: 'guest' },
              { label: 'Staff of partners', value: 'partner' },
            ],
            right_field: {
              type: 'select',
              options: [
                { label: 'Blue', value: '#1f3a5f' },
                { label: 'Green', value: '#1f5f3a' },
              ],
            },
          },
        ],
      },
    ],
  };
}
