import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { nullable } from '../lib/http/schema.ts';

const BRAND_EXAMPLE = {
  name: 'Plugboard',
  logo_url: 'https://plugboard.example.com/assets/logo.0f1e2d3c4b5a6978.svg',
  accent: '#3b4fd8',
};

const BrandView = Type.Object(
  {
    name: Type.String({ description: 'What the product is called' }),
    logo_url: nullable(
      Type.String({ description: 'Where its logo is; null where there is none of its own' }),
    ),
    accent: Type.String({
      description:
        'Its colour as it was chosen, `#rrggbb`. How it is used in the light and the dark theme, `/theme.css` says',
    }),
  },
  { title: 'Brand', examples: [BRAND_EXAMPLE] },
);

/** What the host's product is called and looks like. */
export function brandRoutes(app: App, { config: { publicUrl } }: AppDeps): void {
  app.get(
    '/brand',
    {
      // Whoever is to sign in sees it, too.
      config: { auth: 'none' },
      schema: {
        tags: ['brand'],
        operationId: 'getBrand',
        summary: 'Get what the product is called and looks like',
        response: { 200: BrandView },
      },
    },
    async () => {
      const { name, logo, accent } = app.brand;
      return { name, logo_url: logo ? publicUrl + logo.path : null, accent };
    },
  );
}
