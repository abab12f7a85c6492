import type { Config } from '../config.ts';
import type { App } from '../lib/http/app.ts';
import { type Accent, accentOf, OWN_ACCENT } from './accent.ts';
import { type Asset, asAsset } from './assets.ts';

/** What a host's product is called and looks like, wherever people see it. */
export interface Brand {
  name: string;
  /** Undefined for a host without one: ours is shown. */
  logo: Asset | undefined;
  /** `#rrggbb`: as it was chosen. */
  accent: string;
  /** What it is in the light and the dark theme. */
  theme: Asset;
  /** Whether the theme says anything. */
  isThemed: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** For whatever people see. */
    brand: Brand;
  }
}

/** Gives `app`, and what is below it, the host's brand. */
export function useBrand(app: App, config: Config): void {
  app.decorate('brand', brandOf(config));
}

function brandOf({ brandName, brandLogo, brandColor }: Config): Brand {
  return {
    name: brandName,
    logo: brandLogo && asAsset('logo', brandLogo.type, brandLogo.bytes),
    accent: brandColor ?? OWN_ACCENT,
    theme: asAsset('theme', 'css', Buffer.from(themeOf(brandColor))),
    isThemed: brandColor !== undefined,
  };
}

const NO_THEME = "/* PLUGBOARD_BRAND_COLOR is not set: the accent is Plugboard's. */\n";

function themeOf(colour: string | undefined): string {
  if (colour === undefined) return NO_THEME;
  const { light, dark } = accentOf(colour);
  const both = (name: keyof Accent): string => `light-dark(${light[name]}, ${dark[name]})`;
  return `:root {
  --accent: ${both('accent')};
  --accent-strong: ${both('strong')};
  --accent-soft: ${both('soft')};
  --on-accent: ${both('on')};
}
`;
}
