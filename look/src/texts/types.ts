import type { en } from './en/index.ts';

/** All texts of a language, by area. */
export type Texts = typeof en;
