import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(import.meta.resolve('@plugboard/look/tokens.css')), 'utf8');

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const SURFACES = ['page', 'surface', 'raised'];
const COLOURS = ['accent', 'danger', 'warning', 'success', 'info'];

const colours = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** Of a token in a theme, as it is written. */
function colourOf(name: string, theme: Theme): string {
  const found = colours.get(name);
  if (!found) throw new Error(`tokens.css has no colour --${name} for light and dark`);
  return found[theme];
}

// WCAG 2.2, "relative luminance" and "contrast ratio".
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const onEach = (grounds: string[], names: string[]) =>
  grounds.flatMap((ground) => names.map((name): [string, string] => [name, ground]));

const TEXTS: [text: string, ground: string][] = [
  ...onEach([...SURFACES, ...COLOURS.map((name) => `${name}-soft`)], ['text', 'muted']),
  ...onEach(SURFACES, COLOURS),
  ...onEach(
    SURFACES,
    COLOURS.map((name) => `${name}-strong`),
  ),
  ...COLOURS.flatMap((name): [string, string][] => [
    [name, `${name}-soft`],
    [`${name}-strong`, `${name}-soft`],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
];

test('it computes what the standard says', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

for (const theme of THEMES) {
  test.each(TEXTS)(`${theme}: --%s can be read on --%s`, (text, ground) => {
    expect(contrast(colourOf(text, theme), colourOf(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SURFACES)(`${theme}: the lines of controls can be seen on --%s`, (ground) => {
    const line = colourOf('field-line', theme);
    expect(contrast(line, colourOf(ground, theme))).toBeGreaterThanOrEqual(3);
  });
}

test('a colour is defined once, for light and dark together', () => {
  const names = [...css.matchAll(/^ +--([a-z0-9-]+):/gm)].map(([, name]) => name);
  const again = names.filter((name, index) => names.indexOf(name) !== index);
  expect(again).toEqual(['motion']);
  expect(css.match(/#[0-9a-f]{3,8}\b/g)).toHaveLength(2 * colours.size);
});
