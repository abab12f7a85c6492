import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';

/**
 * Where somebody's manifest claims a name that is the host's: an author who has it anywhere, a name or slug that begins with it. "Greeter
 * for Plugboard" claims nothing, "Plugboard Greeter" does. Names are compared as people read them: whatever the case, the accents, the
 * spaces and signs between letters, what cannot be seen, and letters that look like others.
 */
export function claimViolations(body: Record<string, unknown>, hostName: string): Violation[] {
  const host = wordsOf(hostName).join('');
  const claims = {
    name: startsWithName(wordsIn(body.name), host),
    slug: startsWithName(wordsIn(body.slug), host),
    author: containsName(wordsIn(body.author), host),
  };
  return Object.entries(claims)
    .filter(([, isClaim]) => isClaim)
    .map(([field]) => ({
      pointer: toPointer([field]),
      message: `must not claim the name "${hostName}", which is the host's`,
    }));
}

// What is no text is told by its form.
const wordsIn = (value: unknown): string[] => (typeof value === 'string' ? wordsOf(value) : []);

const containsName = (words: string[], host: string): boolean =>
  words.some((_, index) => startsWithName(words.slice(index), host));

/** Whether the first words, however many, make the name: "Plug board" is "Plugboard". */
function startsWithName(words: string[], host: string): boolean {
  let joined = '';
  for (const word of words) {
    joined += word;
    if (joined === host) return true;
    if (!host.startsWith(joined)) return false;
  }
  return false;
}

function wordsOf(text: string): string[] {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  const plain = [...letters].map((letter) => LOOKALIKES.get(letter) ?? letter).join('');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

// Letters and digits that are taken for Latin ones, those with a stroke among them, which is no accent to Unicode; "i", "l" and "1" for
// each other. Not all there are: a person looks at every release.
const LOOKALIKES = new Map(
  Object.entries({
    a: 'аαɑᴀꭺꓮ',
    b: 'вβƀɓʙƅꮟꓐ',
    c: 'сϲᴄꮯꓚ',
    d: 'ԁđɖɗᴅꭰꓓ',
    e: 'еε3ᴇꭼꓰ',
    f: 'ƒꓝ',
    g: 'ɡɢցꮐꓖ',
    h: 'нһħʜꮋꓧ',
    j: 'јɉᴊꭻꓙ',
    k: 'кκᴋꮶꓗ',
    l: 'iіι1ıӏłƚʟɪɩꮮꮖꓡꓲ',
    m: 'мᴍꮇꓟ',
    n: 'ոɴꓠ',
    o: 'оο0øσɵᴏօ๐߀ഠꮎꓳ',
    p: 'рρᴘⲣᑭꮲꓑ',
    r: 'гʀᴦꮢꓣ',
    s: 'ѕ5ꜱꮪꓢ',
    t: 'тτŧᴛꭲꓔ',
    u: 'υսᴜʋꓴ',
    v: 'νᴠꮩꓦ',
    w: 'ԝᴡꮃꓪ',
    x: 'хχꓫ',
    y: 'уγʏꮍꓬ',
    z: 'ᴢꮓꓜ',
  }).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other, latin])),
);
