/** The texts of that page. */
export const setup = {};
