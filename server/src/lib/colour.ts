/** A colour of the screen in OKLCH: how light it looks (0 to 1), how strong it is, and its hue in radians. */
export interface Colour {
  lightness: number;
  chroma: number;
  hue: number;
}

type Triple = readonly [number, number, number];

/** Reads `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const [lightness, a, b] = toOklab(linearOf(hex));
  return { lightness, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** As `#rrggbb`. A colour that no screen shows becomes one of the same lightness and hue, as strong as one can be. */
export function hexOf({ lightness, chroma, hue }: Colour): string {
  let [low, high] = [0, chroma];
  if (isShown(linear({ lightness, chroma, hue }))) low = chroma;
  else {
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (isShown(linear({ lightness, chroma: middle, hue }))) low = middle;
      else high = middle;
    }
  }
  const parts = linear({ lightness, chroma: low, hue }).map((part) =>
    Math.round(255 * encoded(Math.min(1, Math.max(0, part))))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${parts.join('')}`;
}

/** How well one colour can be told from the other, from 1 to 21 (WCAG 2.2, "contrast ratio"). Both as `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = linearOf(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOf(hex: string): Triple {
  const at = (index: number): number => decoded(Number.parseInt(hex.slice(index, index + 2), 16));
  return [at(1), at(3), at(5)];
}

function decoded(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

const encoded = (part: number): number =>
  part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;

const EDGE = 0.0005;

const isShown = (parts: Triple): boolean =>
  parts.every((part) => part >= -EDGE && part <= 1 + EDGE);

// The numbers of OKLab's author, Björn Ottosson: to the cones' answers and back.
function toOklab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linear({ lightness, chroma, hue }: Colour): Triple {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}
