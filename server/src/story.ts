/**
 * What the examples of the OpenAPI document share, so that together they tell one story: a visitor signs in at Acme, and the plugin
 * `greeter`, which Ada installed there, greets them.
 */
export const STORY = {
  space: { id: 7, name: 'Acme' },
  user: { id: 3, email: 'ada@example.com', friendly_name: 'Ada' },
  plugin: { id: 12, slug: 'greeter', name: 'Greeter', client_id: 'pbc_gR7cV2mXq9' },
  clientSecret: 'pbs_example_of_a_client_secret',
  installId: 41,
  config: { greeting: 'Good to see you' },
  scope: 'entries.write',
  eventName: 'entry_sign_in',
  eventId: '019cade2-8a60-7b3f-9c41-5d2e7f8a9b01',
  jobId: '019cade2-8a61-7d15-8e02-1f3a5b7c9d02',
  identifier: 'vr:entry:19',
  payload: { entry: { id: 19, visitor: 'Grace', floor: 2 } },
  worker: 'https://greeter.example.com/entry-sign-in',
  icon: '//plugboard.example.com/images/icon.png',
  /** When everything was set up, when the visitor came, and when that was dealt with. */
  setUpAt: '2026-03-02T08:30:00.000Z',
  happenedAt: '2026-03-02T09:15:00.000Z',
  settledAt: '2026-03-02T09:15:00.840Z',
  nextYear: '2027-03-02T08:30:00.000Z',
} as const;
