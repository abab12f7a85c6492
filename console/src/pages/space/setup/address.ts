/** In the address, in place of the number of a step: the last page. */
export const DONE = 'done';
