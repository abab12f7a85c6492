import { shownDocument } from '../../../parts/shown-document.ts';

/** What the host calls the product. */
export const productName = (): string => shownDocument().product;
