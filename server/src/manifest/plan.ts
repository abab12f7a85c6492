/** Whether a space of this plan may have a plugin that needs that one; null for a space without a plan, and a plugin that needs none. */
export const fitsPlan = (has: number | null, needs: number | null): boolean =>
  needs === null || (has !== null && has >= needs);
