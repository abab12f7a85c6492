/** What the host calls the product. */
export const productName = (): string => document.documentElement.dataset.product ?? 'Plugboard';
