import { useEffect, useRef } from 'react';
import type { ReadManifest } from '../api/manifest.ts';
import { useFormat } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './builder.module.css';
import { useBuilder } from './context.ts';
import { useInWords } from './in-words.ts';
import type { Part } from './pointers.ts';
import { useBuilderTexts } from './texts.ts';

interface ConflictProps {
  /** What the draft was begun from. */
  base: ReadManifest;
  /** What a colleague saved meanwhile. */
  theirs: ReadManifest;
  /** Gets what is to be worked on from then on. */
  onSettle: (manifest: Part) => void;
}

/** The members in which two manifests differ. */
function changedIn(one: Part, other: Part): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

/** A manifest with members of another one; those that it has not are gone. */
function withMembers(manifest: Part, names: readonly string[], from: Part): Part {
  const merged = { ...manifest, ...Object.fromEntries(names.map((name) => [name, from[name]])) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/** A colleague saved first: what they changed, and what is to become of it. */
export function Conflict({ base, theirs, onSettle }: ConflictProps) {
  const { conflict: texts } = useBuilderTexts();
  const { draft } = useBuilder();
  const format = useFormat();
  const inWords = useInWords();
  const wordsOf = (names: readonly string[]) =>
    format.list(names.map((name) => inWords(draft.manifest, `/${name}`)));
  const changed = changedIn(base.manifest, theirs.manifest);
  const mine = changedIn(base.manifest, draft.manifest);
  const both = changed.filter((name) => mine.includes(name));
  const box = useRef<HTMLDivElement>(null);
  // It stands above the form, far from the button that was pressed.
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className={styles.conflict} role="alert" tabIndex={-1}>
      <h2>{texts.title}</h2>
      <p>{texts.text(wordsOf(changed))}</p>
      {both.length > 0 && <p>{texts.both(wordsOf(both))}</p>}
      <div className={styles.barActions}>
        <Button
          kind="primary"
          onClick={() => onSettle(withMembers(theirs.manifest, mine, draft.manifest))}
        >
          {texts.merge}
        </Button>
        <Button onClick={() => onSettle(theirs.manifest)}>{texts.discard}</Button>
      </div>
    </div>
  );
}
