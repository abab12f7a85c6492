import { loadDeveloperTexts } from '@plugboard/look/texts/developer';
import { expect, test } from 'vitest';
import { CHANGE_KINDS } from '../../server/src/manifest/change-schema.ts';

test.each(['en', 'de'] as const)(
  'each kind of change of a release has a sentence in %s',
  async (lang) => {
    const { changes } = await loadDeveloperTexts(lang);
    expect(Object.keys(changes.kinds).sort()).toEqual([...CHANGE_KINDS].sort());
    for (const sentence of Object.values(changes.kinds)) {
      const about = {
        name: 'NAME',
        step: 'STEP',
        part: 'PART',
        isRequired: true,
        isNew: false,
        isGone: false,
      };
      expect(sentence(about)).toMatch(/^[A-ZÄÖÜ]/);
    }
  },
);
