import { ChevronRight } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useId, useRef } from 'react';
import { useFormat, useTexts } from '../texts.tsx';
import { classes } from '../ui/classes.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { type JsonRow, MOST_FOUND } from './json-rows.ts';
import { isJson } from './json-text.ts';
import styles from './json-tree.module.css';
import { type JsonTreeState, useJsonTree } from './use-json-tree.ts';

interface JsonTreeProps {
  /** As it was written: digits and order stay. What is no JSON is shown as it is. */
  text: string;
  /** What it is, for those who cannot see where it stands. */
  label: string;
}

/** From here on a document can be searched. */
const SEARCHED_CHARS = 300;

/** JSON as a tree that folds and searches, and copies a path or a value. It reads only what is opened. */
export function JsonTree({ text, label }: JsonTreeProps) {
  const trimmed = text.trim();
  if (!isJson(trimmed)) return <Plain text={text} label={label} />;
  return <Tree text={trimmed} label={label} />;
}

function Plain({ text, label }: JsonTreeProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
    <section aria-label={label} tabIndex={0} className={styles.plain}>
      <pre>{text}</pre>
    </section>
  );
}

function Tree({ text, label }: JsonTreeProps) {
  const { activity } = useTexts();
  const state = useJsonTree(text);
  const { rows, at, wanted, setWanted, count } = state;
  const row = rows[at];
  return (
    <div className={styles.frame}>
      {text.length > SEARCHED_CHARS && (
        <div className={styles.search}>
          <input
            type="search"
            value={wanted}
            aria-label={activity.json.search(label)}
            placeholder={activity.json.searchHint}
            onChange={(event) => setWanted(event.target.value)}
          />
          <span role="status" className={styles.count}>
            {count !== undefined && activity.json.found(count, count >= MOST_FOUND)}
          </span>
        </div>
      )}
      <Rows state={state} label={label} />
      {row && (
        <div className={styles.foot}>
          <code className={styles.path}>
            {row.pointer === '' ? activity.json.whole : row.pointer}
          </code>
          {row.pointer !== '' && (
            <CopyButton text={row.pointer}>{activity.json.copyPath}</CopyButton>
          )}
          <CopyButton text={row.text}>{activity.json.copyValue}</CopyButton>
        </div>
      )}
    </div>
  );
}

function Rows({ state, label }: { state: JsonTreeState; label: string }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { rows, at, setAt } = state;
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveOf(event.key, state);
    if (to === undefined) return;
    event.preventDefault();
    if (to !== at) go(to);
  };
  return (
    <div ref={list} role="tree" aria-label={label} className={styles.tree} onKeyDown={onKeyDown}>
      {rows.map((row, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a name may be there twice
          key={`${row.pointer} ${row.more ?? ''} ${index}`}
          id={`${id}-${index}`}
          row={row}
          isAt={index === at}
          onChoose={() => {
            setAt(index);
            choose(row, state);
          }}
        />
      ))}
    </div>
  );
}

function choose(row: JsonRow, { toggle, showMore }: JsonTreeState): void {
  if (row.more !== undefined) showMore(row);
  else if (row.size > 0) toggle(row, !row.isOpen);
}

/** Where a key leads, as in every tree; what it opens or closes, it does. */
function moveOf(key: string, state: JsonTreeState): number | undefined {
  const { rows, at, toggle } = state;
  const row = rows[at];
  if (row === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'Enter':
    case ' ':
      choose(row, state);
      return at;
    case 'ArrowRight':
      if (row.isOpen) return at + 1;
      if (row.size > 0) toggle(row, true);
      return at;
    case 'ArrowLeft':
      if (!row.isOpen)
        return rows.findLastIndex(({ level }, index) => index < at && level < row.level);
      toggle(row, false);
      return at;
    default:
      return undefined;
  }
}

interface RowProps {
  id: string;
  row: JsonRow;
  isAt: boolean;
  onChoose: () => void;
}

function Row({ id, row, isAt, onChoose }: RowProps) {
  const { level, size, isOpen, more } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-expanded={size > 0 ? isOpen : undefined}
      aria-selected={isAt}
      tabIndex={isAt ? 0 : -1}
      className={classes(styles.row, isAt && styles.at)}
      style={{ '--level': level - 1 } as CSSProperties}
      onClick={onChoose}
    >
      {size > 0 && (
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={classes(styles.fold, isOpen && styles.open)}
        />
      )}
      {more === undefined ? <Value row={row} /> : <More count={more} />}
    </div>
  );
}

function More({ count }: { count: number }) {
  const { activity } = useTexts();
  const format = useFormat();
  return <span className={styles.more}>{activity.json.more(format.number(count))}</span>;
}

const EMPTY = { object: '{}', array: '[]' };

/** So much of a text is shown in its line; copying gives the whole. */
const SHOWN_CHARS = 400;

function Value({ row: { key, text, kind, size, isOpen } }: { row: JsonRow }) {
  const { activity } = useTexts();
  const isHolder = kind === 'object' || kind === 'array';
  const cut = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
  return (
    <span className={styles.value}>
      {key !== undefined && <span className={styles.key}>{key}: </span>}
      {isHolder ? (
        <span className={styles.holder}>
          {size === 0 ? EMPTY[kind] : (!isOpen || key === undefined) && activity.json[kind](size)}
        </span>
      ) : (
        <span className={styles[kind]}>{cut}</span>
      )}
    </span>
  );
}
