import { type Static, Type } from 'typebox';
import { Id, Line, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** The path of one host key. Text: what cannot be an id is answered like what is not there. */
export const HostKeyParams = Type.Object({ id: Type.String() });

/** A host key to be made; its value is ours to choose. */
export const NewHostKey = Type.Object(
  {
    name: Line({
      minLength: 1,
      maxLength: 100,
      description: 'What the key is for, to tell it from others',
    }),
  },
  { title: 'NewHostKey', additionalProperties: false, examples: [{ name: 'Backend' }] },
);

const EXAMPLE = { id: 2, name: 'Backend', hint: 'pbk_…m3Xa', created_at: STORY.setUpAt };

/** A host key in lists; its value is not known any more. */
export const HostKey = Type.Object(
  {
    id: Id,
    name: Type.String(),
    hint: Type.String({ description: 'How the key begins and ends' }),
    created_at: Timestamp,
  },
  { title: 'HostKey', examples: [EXAMPLE] },
);
export type HostKey = Static<typeof HostKey>;

/** A host key that was just made: the only answer with its value. */
export const HostKeyCreated = Type.Object(
  { ...HostKey.properties, key: Type.String({ description: 'Shown this once' }) },
  { title: 'HostKeyCreated', examples: [{ ...EXAMPLE, key: 'pbk_examplem3Xa' }] },
);
export type HostKeyCreated = Static<typeof HostKeyCreated>;

/** As it is stored: of the key itself only the SHA-256. */
export interface HostKeyRow {
  id: number;
  name: string;
  hint: string;
  created_at: Date;
}
