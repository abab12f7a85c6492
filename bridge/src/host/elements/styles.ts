// Constructed sheets: a page whose policy has no `style-src 'unsafe-inline'` still shows them.
function sheet(css: string): CSSStyleSheet {
  // Where pages are rendered on a server there are none, and nothing is shown.
  if (typeof CSSStyleSheet === 'undefined') return {} as CSSStyleSheet;
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** Colours, type and the parts that all elements have. */
export const baseSheet: CSSStyleSheet = sheet(`
  :host {
    --_text: var(--plugboard-color-text, light-dark(#1b1f27, #e8eaf0));
    --_muted: var(--plugboard-color-muted, light-dark(#596273, #9aa4b5));
    --_surface: var(--plugboard-color-surface, light-dark(#ffffff, #1d212a));
    --_border: var(--plugboard-color-border, light-dark(#dfe3ea, #343b48));
    --_accent: var(--plugboard-color-accent, light-dark(#3451d1, #93a8ff));
    --_error: var(--plugboard-color-error, light-dark(#b3261e, #ff9a92));
    --_hover: var(--plugboard-color-hover, color-mix(in srgb, var(--_text) 7%, transparent));
    --_active: color-mix(in srgb, var(--_accent) 14%, transparent);
    --_radius: var(--plugboard-radius, 8px);
    box-sizing: border-box;
    color: var(--_text);
    font: var(--plugboard-font, 400 0.9375rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) { display: none !important; }
  :host([theme='light']) { color-scheme: light; }
  :host([theme='dark']) { color-scheme: dark; }
  :host([theme='auto']) { color-scheme: light dark; }
  *, *::before, *::after { box-sizing: border-box; }
  button, a { font: inherit; color: inherit; }
  button { cursor: pointer; border: 0; background: none; }
  :focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
  .icon {
    flex: none;
    display: inline-grid;
    place-items: center;
    inline-size: 1.625rem;
    block-size: 1.625rem;
    overflow: hidden;
    border-radius: 6px;
    background: var(--_active);
    color: var(--_accent);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1;
  }
  .icon img { inline-size: 100%; block-size: 100%; object-fit: contain; }
  .name { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  [part='error'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid color-mix(in srgb, var(--_error) 35%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_error) 8%, transparent);
  }
  .message { flex: 1 1 12rem; overflow-wrap: anywhere; }
  .retry {
    min-block-size: 2rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .retry:hover { border-color: var(--_muted); }
  [part='empty'] { margin: 0; padding: 0.5rem 0.625rem; color: var(--_muted); }
  .skeleton {
    display: block;
    border-radius: var(--_radius);
    background: var(--_hover);
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe { 50% { opacity: 0.45; } }
  @keyframes turn { to { rotate: 1turn; } }
  @media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; } }
  @media (forced-colors: active) { [aria-current], [aria-expanded='true'] { outline: 2px solid; } }
`);

/** `<plugboard-plugin>`: the frame fills the element, and grows with what the plugin asks for. */
export const pluginSheet: CSSStyleSheet = sheet(`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-block-size: var(--plugboard-plugin-min-height, 20rem);
  }
  :host(:not([slug])), :host([slug='']) { min-block-size: 0; }
  [part='error'] { margin: 0.75rem; }
  iframe { flex: 1 0 auto; display: block; inline-size: 100%; border: 0; }
  [part='loading'] {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.625rem;
    color: var(--_muted);
  }
  .spinner {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border: 2px solid var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
`);

/** The views: a frame as high as what it shows. */
export const viewSheet: CSSStyleSheet = sheet(`
  :host { position: relative; display: block; min-block-size: var(--plugboard-view-min-height, 6rem); }
  iframe { display: block; inline-size: 100%; block-size: var(--plugboard-view-min-height, 6rem); border: 0; }
  [part='loading'] {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.625rem;
    color: var(--_muted);
  }
  .spinner {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border: 2px solid var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
`);

/** `<plugboard-sidebar>`. */
export const sidebarSheet: CSSStyleSheet = sheet(`
  :host { display: block; min-inline-size: 0; }
  ul { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px; margin: 0; padding: 0; list-style: none; }
  .entry {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    inline-size: 100%;
    min-block-size: 2.5rem;
    padding: 0.4375rem 0.625rem;
    border-radius: var(--_radius);
    text-align: start;
    text-decoration: none;
  }
  .entry:hover { background: var(--_hover); }
  .entry[aria-current] { background: var(--_active); color: var(--_accent); font-weight: 600; }
  [part='loading'] { display: grid; gap: 6px; }
  .skeleton { block-size: 2.5rem; }
`);

/** `<plugboard-toolbar>`: the panel lies over the page below the row. */
export const toolbarSheet: CSSStyleSheet = sheet(`
  :host { position: relative; display: block; min-inline-size: 0; }
  .bar, [part='loading'] { display: flex; gap: 4px; padding: 3px; overflow-x: auto; }
  .tool {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    max-inline-size: 14rem;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.625rem 0.25rem 0.375rem;
    border-radius: var(--_radius);
  }
  .tool:hover { background: var(--_hover); }
  .tool[aria-expanded='true'] { background: var(--_active); color: var(--_accent); }
  .panel {
    --_width: min(var(--plugboard-panel-width, 26rem), 100%);
    position: absolute;
    z-index: var(--plugboard-panel-layer, 10);
    inset-block-start: calc(100% + 6px);
    left: max(0px, min(var(--_at, 0px), 100% - var(--_width)));
    inline-size: var(--_width);
    max-block-size: min(42rem, 80vh);
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 4px);
    background: var(--_surface);
    box-shadow: 0 12px 32px rgb(0 0 0 / 18%), 0 2px 6px rgb(0 0 0 / 10%);
  }
  .heading {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.375rem 0.375rem 0.375rem 0.875rem;
    border-block-end: 1px solid var(--_border);
    background: var(--_surface);
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    overflow: hidden;
    font-size: 0.9375rem;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .close {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 2rem;
    block-size: 2rem;
    border-radius: var(--_radius);
    color: var(--_muted);
  }
  .close::before { content: '✕' / ''; font-size: 0.875rem; line-height: 1; }
  .close:hover { background: var(--_hover); color: var(--_text); }
  plugboard-plugin { --plugboard-plugin-min-height: 5rem; }
  .skeleton { inline-size: 7rem; block-size: 2.25rem; }
`);
