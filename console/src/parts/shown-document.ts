/** What the server wrote into the document that the console runs in. */
export interface ShownDocument {
  /** Of the host's product. */
  product: string;
  /** The address of its logo; undefined where it has none. */
  logo: string | undefined;
  /** Goes with forms that leave the console. */
  formToken: string;
}

/** Reads it. */
export function shownDocument(): ShownDocument {
  const { product, logo, formToken } =
    document.querySelector<HTMLElement>('#console')?.dataset ?? {};
  return { product: product ?? 'Plugboard', logo: logo || undefined, formToken: formToken ?? '' };
}
