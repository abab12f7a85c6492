import type { Violation } from '../api/errors.ts';
import { isWithin, listAt, moved, type Part, withValueAt } from './pointers.ts';

/** Something that is wrong with the manifest, at its place. */
export interface Wrong extends Violation {
  /** What was typed there is not even JSON: it is in the manifest only once it is. */
  isTyped?: true;
}

/** What somebody is working on. */
export interface Draft {
  manifest: Part;
  wrong: readonly Wrong[];
  /** Goes up whenever all of it is replaced, so that what was typed into fields goes with it. */
  round: number;
}

/** Whatever happens to a draft. */
export type Action =
  /** Undefined takes the member away. */
  | { type: 'set'; at: string; value: unknown }
  | { type: 'replace'; manifest: Part }
  /** Something was typed that is not JSON. */
  | { type: 'mistype'; at: string; message: string }
  | { type: 'move'; list: string; from: number; to: number }
  | { type: 'remove'; list: string; index: number }
  | { type: 'refuse'; wrong: readonly Wrong[] };

/** The draft after something happened. */
export function draftAfter(draft: Draft, action: Action): Draft {
  switch (action.type) {
    case 'set':
      return {
        ...draft,
        manifest: withValueAt(draft.manifest, action.at, action.value) as Part,
        wrong: draft.wrong.filter(({ pointer }) => !isTouched(pointer, action.at)),
      };
    case 'replace':
      return { manifest: action.manifest, wrong: [], round: draft.round + 1 };
    case 'mistype': {
      const { at, message } = action;
      const others = draft.wrong.filter(({ pointer }) => !isWithin(pointer, at));
      return { ...draft, wrong: [...others, { pointer: at, message, isTyped: true }] };
    }
    case 'move':
      return reordered(draft, action.list, (order) => moved(order, action.from, action.to));
    case 'remove':
      return reordered(draft, action.list, (order) => order.toSpliced(action.index, 1));
    case 'refuse':
      return { ...draft, wrong: action.wrong };
  }
}

// What was wrong with a whole may be right once a part of it is another.
const isTouched = (pointer: string, at: string): boolean =>
  isWithin(pointer, at) || (pointer !== '' && isWithin(at, pointer));

/** What was wrong goes along with what it was wrong with. */
function reordered(draft: Draft, at: string, change: (order: number[]) => number[]): Draft {
  const items = listAt(draft.manifest, at);
  const order = change([...items.keys()]);
  const list = order.map((index) => items[index]);
  const wrong = draft.wrong.flatMap((one) => {
    if (!isWithin(one.pointer, at) || one.pointer === at) return [one];
    const [index = '', ...rest] = one.pointer.slice(at.length + 1).split('/');
    const place = order.indexOf(Number(index));
    return place < 0 ? [] : [{ ...one, pointer: [at, place, ...rest].join('/') }];
  });
  return { ...draft, manifest: withValueAt(draft.manifest, at, list) as Part, wrong };
}
