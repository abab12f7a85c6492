// In a view somebody goes on to another one: each has a page of its own here.
document.addEventListener('plugboard-open', ({ detail: { view, install } }) => {
  if (view === 'catalog') location.assign('/plugins');
  else location.assign(install === null ? `/plugins/${view}` : `/plugins/${view}/${install}`);
});
