import { type Colour, colourOf, contrast, hexOf } from '../lib/colour.ts';
import { TOKENS } from './assets.ts';

/** A host's colour as pages use it, each as `#rrggbb`. */
export interface Accent {
  /** Of links and of the buttons that matter. */
  accent: string;
  /** Where it is pressed, or bold. */
  strong: string;
  /** Behind text. */
  soft: string;
  /** Of text on the first two. */
  on: string;
}

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** What can be read has at least this contrast (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;
const STEP = 0.005;

const IN: Record<Theme, { soft: number; softest: number; strong: number; towards: -1 | 1 }> = {
  light: { soft: 0.955, softest: 0.03, strong: -0.08, towards: -1 },
  dark: { soft: 0.3, softest: 0.05, strong: 0.06, towards: 1 },
};

/**
 * A host's colour in both themes. Where it cannot be read as text on each surface, it is made darker (in the light theme) or lighter (in the
 * dark one), with its hue kept, until it can: black and white can, so that every colour ends somewhere.
 *
 * @param hex `#rrggbb`
 */
export const accentOf = (hex: string): Record<Theme, Accent> => ({
  light: accentIn('light', colourOf(hex)),
  dark: accentIn('dark', colourOf(hex)),
});

function accentIn(theme: Theme, given: Colour): Accent {
  const { soft: lightness, softest, strong, towards } = IN[theme];
  const soft = hexOf({ ...given, lightness, chroma: Math.min(given.chroma, softest) });
  const grounds = [...['page', 'surface', 'raised'].map((name) => token(name, theme)), soft];
  const isReadable = (hex: string) => grounds.every((ground) => contrast(hex, ground) >= READABLE);
  let colour = given;
  for (let steps = 1 / STEP; steps > 0 && !isReadable(hexOf(colour)); steps--) {
    colour = { ...colour, lightness: within(colour.lightness + towards * STEP) };
  }
  const pressed = { ...colour, lightness: within(colour.lightness + strong) };
  return {
    accent: hexOf(colour),
    strong: hexOf(pressed),
    soft,
    // What is readable on the surfaces bears their colours.
    on: token(theme === 'light' ? 'surface' : 'page', theme),
  };
}

const within = (lightness: number): number => Math.min(1, Math.max(0, lightness));

function token(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(
    TOKENS,
  );
  const colour = found?.[theme === 'light' ? 1 : 2];
  if (colour === undefined) throw new Error(`The tokens of the pages lack --${name}`);
  return colour;
}

/** The accent of who has none of their own. */
export const OWN_ACCENT = token('accent', 'light');
