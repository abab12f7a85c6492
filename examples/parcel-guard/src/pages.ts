/** What a browser is shown at a path: the page of a place on the shelf, which says nothing of whose parcel is there. */
export function findPage(path: string): string | undefined {
  if (path === '/') return page('Parcel guard', 'The parcel guard is running.');
  const place = /^\/places\/([1-9]\d{0,2})$/.exec(path)?.[1];
  return place && page(`Place ${place}`, `Your parcel is at place ${place} of the shelf.`);
}

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>${title}</title><h1>${title}</h1><p>${content}</p></html>`;
