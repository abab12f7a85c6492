/** The generations of a client secret. */
export const secrets = {
  title: 'Client secret',
  intro:
    'By it the backend of your plugin is known here, and knows that a request came from here. It is never shown again.',
  generation: (number: number) => `Generation ${number}`,
  made: 'Made',
  newest: 'newest',
  proved: 'first used by your plugin',
  unproved: 'not used by your plugin yet',
  until: 'ends',
  over: 'does not work any more',
  worksOn: 'works',
  rotate: 'Rotate the secret',
  rotateText:
    'A new secret is made and shown once. The one before works on for a while, and every request carries a signature for each of them: put the new one where your backend reads it, and nothing is refused meanwhile.',
  rotateProof:
    'X-Envoy-Signature, of which there can be only one, moves to the new secret once your plugin has used it.',
  rotated: (number: number) => `Generation ${number} is made`,
  worksBeforeUntil: (until: string) =>
    `The one before works until ${until}. Put this one where your backend reads it before then.`,
  kept: 'I have kept it',
  withdraw: 'Withdraw',
  withdrawOf: (number: number) => `Withdraw generation ${number}`,
  withdrawText:
    'For one that leaked. It stops working at once, and so do all tokens that were made with it: a backend that still uses it is refused until it has another one. There is no way back.',
  withdrawUnproved:
    'Your plugin has not used a newer one yet. If its backend does not have it, it is refused from now on.',
  onlyOne: 'The only one that works cannot be withdrawn: rotate first.',
};
