import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Element<Attributes = object> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
  Attributes;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'plugboard-sidebar': Element<{
        space: string;
        label?: string;
        href?: string;
        selected?: string;
      }>;
      'plugboard-toolbar': Element<{ space: string; label?: string; context?: () => object }>;
      'plugboard-plugin': Element<{ space: string; slug: string; context?: () => object }>;
    }
  }
}
