/** What the server wrote into the document that the console runs in. */
export interface ShownDocument {
  /** Of the host's product. */
  product: string;
  /** The address of its logo; undefined where it has none. */
  logo: string | undefined;
  /** The only space that is open to who came by a link of the host: the rest of the console is not there. */
  onlySpace: number | undefined;
}

/** Reads it. */
export function shownDocument(): ShownDocument {
  const { product, logo, portal } = document.querySelector<HTMLElement>('#console')?.dataset ?? {};
  return {
    product: product ?? 'Plugboard',
    logo: logo || undefined,
    onlySpace: portal ? Number(portal) : undefined,
  };
}
