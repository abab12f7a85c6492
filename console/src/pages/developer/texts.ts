import { type DeveloperTexts, loadDeveloperTexts } from '@plugboard/look/texts/developer';
import { late } from '../../parts/late.ts';
import { documentLang } from '../../texts.tsx';

let texts: DeveloperTexts | undefined;

/** For the loading of pages that developers have: beside the page come the texts that only those have. */
export const withDeveloperTexts = <Page>(load: () => Promise<Page>): (() => Promise<Page>) =>
  late(async () => {
    const [page, loaded] = await Promise.all([load(), texts ?? loadDeveloperTexts(documentLang())]);
    texts = loaded;
    return page;
  });

/** The texts of these pages, by area, in the person's language. */
export function useDeveloperTexts(): DeveloperTexts {
  if (texts === undefined) throw new Error('The texts are not loaded: see withDeveloperTexts');
  return texts;
}
