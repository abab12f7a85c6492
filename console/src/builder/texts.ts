import { type BuilderTexts, loadBuilderTexts } from '@plugboard/look/texts/builder';
import { documentLang } from '../texts.tsx';

let texts: BuilderTexts | undefined;

/** For the loading of the Builder: beside it come the texts that only it has. */
export const withBuilderTexts =
  <Page>(load: () => Promise<Page>): (() => Promise<Page>) =>
  async () => {
    const [page, loaded] = await Promise.all([load(), texts ?? loadBuilderTexts(documentLang())]);
    texts = loaded;
    return page;
  };

/** The texts of the Builder, in the person's language. */
export function useBuilderTexts(): BuilderTexts {
  if (texts === undefined) throw new Error('The texts are not loaded: see withBuilderTexts');
  return texts;
}
