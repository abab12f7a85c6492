import { loadOperatorTexts, type OperatorTexts } from '@plugboard/look/texts/operator';
import { late } from '../../parts/late.ts';
import { documentLang } from '../../texts.tsx';
import { withDeveloperTexts } from '../developer/texts.ts';

let texts: OperatorTexts | undefined;

/** For the loading of pages that operators have: beside the page come their texts, and those by which developers read of releases. */
export const withOperatorTexts = <Page>(load: () => Promise<Page>): (() => Promise<Page>) =>
  late(async () => {
    const [page, loaded] = await Promise.all([
      withDeveloperTexts(load)(),
      texts ?? loadOperatorTexts(documentLang()),
    ]);
    texts = loaded;
    return page;
  });

/** The texts of these pages, by area, in the person's language. */
export function useOperatorTexts(): OperatorTexts {
  if (texts === undefined) throw new Error('The texts are not loaded: see withOperatorTexts');
  return texts;
}
