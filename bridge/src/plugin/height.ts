/** How high the page's content is, in CSS pixels. */
function contentHeight(): number {
  // The document's own height never falls below the frame's, so a frame would only ever grow: measure where the body ends.
  const { bottom } = document.body.getBoundingClientRect();
  const margin = Number.parseFloat(getComputedStyle(document.body).marginBottom) || 0;
  return Math.max(0, Math.ceil(bottom + window.scrollY + margin));
}

/**
 * Reports the height of the content now and whenever it changes.
 *
 * @returns A function that stops it.
 */
export function watchHeight(report: (height: number) => void): () => void {
  let last: number | undefined;
  const observer = new ResizeObserver(() => {
    const height = contentHeight();
    if (height === last) return;
    last = height;
    report(height);
  });
  observer.observe(document.body);
  return () => observer.disconnect();
}
