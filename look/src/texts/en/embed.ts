/** The texts of that page. */
export const embed = {};
