import { ArrowDown, ArrowUp, ChevronDown, GripVertical, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import styles from '../builder.module.css';
import { useBuilder } from '../context.ts';
import { listAt, moved, type Part } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';
import { useDrag } from './use-drag.ts';
import { useFolds } from './use-folds.ts';
import { WrongHere, WrongWithin } from './wrong-here.tsx';

interface OrderedListProps {
  /** JSON Pointer of the list. */
  at: string;
  /** What the list is of, for those who cannot see it. */
  label: string;
  /** What an item is called: its own name, or its number. */
  nameOf: (item: Part, index: number) => string;
  /** What the button says that adds one. */
  add: string;
  /** A new one. */
  made: () => unknown;
  /** A list of none is left out of the manifest. */
  isLeftOut?: boolean;
  /** Items are folded to their names and back. */
  isFolding?: boolean;
  children: (at: string, item: Part) => ReactNode;
}

/** A list whose order counts: items are moved by buttons or dragged, taken away, and added at the end. */
export function OrderedList(props: OrderedListProps) {
  const { at, label, nameOf, add, made, isLeftOut = false, isFolding = false, children } = props;
  const texts = useBuilderTexts();
  const { draft, dispatch, isReadOnly } = useBuilder();
  const items = listAt(draft.manifest, at) as Part[];
  const list = useRef<HTMLOListElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');
  const keys = useKeys(items.length);
  const { isFolded, toggle } = useFolds(at, isFolding ? keys.all : []);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length) return;
    keys.change((known) => moved(known, from, to));
    dispatch({ type: 'move', list: at, from, to });
    setSaid(texts.movedTo(nameOf(items[from] ?? {}, from), to + 1, items.length));
  };
  const remove = (index: number) => {
    keys.change((known) => known.toSpliced(index, 1));
    if (items.length === 1 && isLeftOut) dispatch({ type: 'set', at, value: undefined });
    else dispatch({ type: 'remove', list: at, index });
    setSaid(texts.removed(nameOf(items[index] ?? {}, index)));
    adding.current?.focus();
  };
  const insert = () => {
    dispatch({ type: 'set', at, value: [...items, made()] });
    requestAnimationFrame(() => {
      const fields = list.current?.lastElementChild?.querySelectorAll<HTMLElement>(FIELDS);
      fields?.[0]?.focus();
    });
  };
  const { drag, handleOf } = useDrag(list, move);
  return (
    <div className={styles.listed} data-pointer={at}>
      {items.length > 0 && (
        <ol ref={list} className={styles.list} aria-label={label}>
          {items.map((item, index) => {
            const name = nameOf(item ?? {}, index);
            const place = `${at}/${index}`;
            const key = keys.all[index] ?? index;
            const isClosed = isFolding && isFolded(key);
            return (
              <li
                key={key}
                className={classes(styles.item, drag?.from === index && styles.dragged)}
                data-drop={drag !== undefined && drag.to === index && drag.from !== index}
                data-pointer={place}
              >
                <div className={styles.itemHead}>
                  {!isReadOnly && (
                    <span className={styles.handle} aria-hidden="true" {...handleOf(index)}>
                      <GripVertical size={16} />
                    </span>
                  )}
                  {isFolding ? (
                    <button
                      type="button"
                      className={classes(styles.itemName, styles.fold)}
                      aria-expanded={!isClosed}
                      data-fold
                      onClick={() => toggle(key)}
                    >
                      <ChevronDown size={16} aria-hidden="true" />
                      <strong>{name}</strong>
                    </button>
                  ) : (
                    <strong className={styles.itemName}>{name}</strong>
                  )}
                  {!isReadOnly && (
                    <span className={styles.itemActions}>
                      <IconButton
                        label={texts.moveUp(name)}
                        aria-disabled={index === 0}
                        onClick={() => move(index, index - 1)}
                      >
                        <ArrowUp size={16} aria-hidden="true" />
                      </IconButton>
                      <IconButton
                        label={texts.moveDown(name)}
                        aria-disabled={index === items.length - 1}
                        onClick={() => move(index, index + 1)}
                      >
                        <ArrowDown size={16} aria-hidden="true" />
                      </IconButton>
                      <IconButton label={texts.remove(name)} onClick={() => remove(index)}>
                        <Trash2 size={16} aria-hidden="true" />
                      </IconButton>
                    </span>
                  )}
                </div>
                {isClosed ? (
                  <WrongWithin at={place} />
                ) : (
                  <>
                    <WrongHere at={place} label={name} />
                    {children(place, item ?? {})}
                  </>
                )}
              </li>
            );
          })}
        </ol>
      )}
      <WrongHere at={at} label={label} />
      {!isReadOnly && (
        <div>
          <Button ref={adding} size="small" onClick={insert}>
            {add}
          </Button>
        </div>
      )}
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </div>
  );
}

const FIELDS = 'input, select, textarea';

/** A name for each item that stays with it wherever it goes, so that what is typed and has the focus does, too. */
function useKeys(count: number) {
  const known = useRef({ keys: [] as number[], next: 0 });
  const { current } = known;
  while (current.keys.length < count) current.keys.push(current.next++);
  return {
    all: current.keys,
    change(order: (keys: number[]) => number[]) {
      current.keys = order(current.keys);
    },
  };
}
