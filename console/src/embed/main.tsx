import './embed.css';
import { connectView, hostOriginsOf, type ViewLook } from '@plugboard/bridge/view';
import { createRoot } from 'react-dom/client';
import { signBy } from '../api/client.ts';
import { queries } from '../api/query.ts';
import { loadDocumentAgain } from '../parts/late.ts';
import { LanguageProvider, loadLanguage } from '../texts.tsx';
import { Alone } from './alone.tsx';
import { View } from './app.tsx';
import { byTokenOf } from './credential.ts';
import { langOf } from './lang.ts';
import { takeOnLook } from './look.ts';
import { placeOf } from './place.ts';

const element = document.querySelector('#console');
if (element === null) throw new Error('The document has no place for the view');
const root = createRoot(element);
const place = placeOf(document);

const connected = connectView({
  hostOrigins: hostOriginsOf(document),
  onLook,
  // What failed for want of one comes about with it; what is under way has it already.
  onToken: () =>
    void queries.refetchQueries({
      predicate: ({ state }) => state.status === 'error' && state.fetchStatus === 'idle',
    }),
});
signBy(byTokenOf(connected));

let shown = '';
let isShowing = false;

function onLook(look: ViewLook): void {
  takeOnLook(document.documentElement, look);
  show(look.lang);
}

async function show(named: string): Promise<void> {
  const lang = langOf(named, navigator.languages);
  if (lang === shown) return;
  shown = lang;
  const language = await loadLanguage(lang).catch((error) => {
    // Whatever the page around says next of its look tries again.
    if (lang === shown) shown = '';
    if (isShowing) throw error;
    return loadDocumentAgain(error);
  });
  // Another one came while this was loaded.
  if (lang !== shown) return;
  document.documentElement.lang = lang;
  isShowing = true;
  const isAlone = window.parent === window;
  root.render(
    <LanguageProvider language={language}>
      {isAlone ? <Alone /> : <View place={place} connected={connected} />}
    </LanguageProvider>,
  );
}

if (window.parent === window) show('');
