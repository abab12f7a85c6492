import { type Static, Type } from 'typebox';

/** The colours that somebody wants pages in; `system` for what their device asks for. */
export const Theme = Type.Enum(['light', 'dark', 'system'], {
  description: 'Colours of the pages they see; `system` for what their device asks for',
});
export type Theme = Static<typeof Theme>;
