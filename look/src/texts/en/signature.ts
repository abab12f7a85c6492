/** Whether the signatures of a request are those of its body. */
export const signature = {
  both: 'Signature ✓ both',
  one: (header: string) => `Signature ✓ ${header} alone`,
  outdated: 'Signature by a secret that is no longer in use',
  unknown: 'Signature not checked',
  label: 'Signatures',
  /** @param lost how many of them are by secrets that are gone. */
  by: (generations: string[], lost: number) =>
    [
      ...(generations.length > 0 ? [`by secret ${generations.join(' and by secret ')}`] : []),
      ...(lost === 1 ? ['by a secret that was withdrawn or has expired since'] : []),
      ...(lost > 1 ? [`by ${lost} secrets that were withdrawn or have expired since`] : []),
    ].join(', and '),
  why: {
    token:
      'The token in the body is not kept, so the body shown cannot be checked against the signatures.',
    changed: 'The body shown is not the one that was sent, so it cannot be checked.',
    gone: 'What the body was made of is erased, so nothing can be checked.',
    secret:
      'A secret of the plugin cannot be opened, so nothing can be checked. Whoever runs this product has to mend that.',
  },
  signedBy: (newest: number, count: number) =>
    count === 1
      ? `It was signed by secret ${newest}.`
      : `It was signed by ${count} secrets, of which ${newest} was the newest.`,
};
