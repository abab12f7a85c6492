/** An element and those around it, through shadow trees, too. */
export function* outwards(start: Element): Generator<Element> {
  let element: Element | null = start;
  while (element !== null) {
    yield element;
    const root: Node = element.getRootNode();
    element = element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}
