import '@plugboard/look/tokens.css';
import './base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queries } from './api/query.ts';
import { loadDocumentAgain } from './parts/late.ts';
import { router } from './routes.tsx';
import { documentLang, LanguageProvider, loadLanguage } from './texts.tsx';

const root = document.querySelector('#console');
if (root === null) throw new Error('The document has no place for the console');
// Side by side: a page is another file than the texts.
const [language] = await Promise.all([
  loadLanguage(documentLang()).catch(loadDocumentAgain),
  router.load(),
]);
createRoot(root).render(
  <QueryClientProvider client={queries}>
    <LanguageProvider language={language}>
      <RouterProvider router={router} />
    </LanguageProvider>
  </QueryClientProvider>,
);
