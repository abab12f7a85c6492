import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  syntaxHighlighting,
} from '@codemirror/language';
import { linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension, StateEffect } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import styles from './json-editor.module.css';
import { placeOf } from './json-place.ts';

/** What an editor of JSON is given. */
export interface JsonEditorProps {
  /** What it begins with. Another one later begins anew, and what was typed is gone. */
  value: string;
  onChange: (text: string) => void;
  /** For those who cannot see where it stands. */
  label: string;
  isReadOnly?: boolean;
  /** What is wrong with it beside its being no JSON, each marked where it is. */
  wrongs?: readonly JsonWrong[];
}

/** What is wrong with a value in a JSON text. */
interface JsonWrong {
  /** JSON Pointer. */
  pointer: string;
  words: string;
}

/** Edits JSON, and marks where it is none. Loaded where it is used: it is larger than the rest of a page. */
export function JsonEditor(props: JsonEditorProps) {
  const { value, onChange, label, isReadOnly = false, wrongs = NONE } = props;
  const editor = useRef<EditorView>(undefined);
  const shown = useRef(wrongs);
  shown.current = wrongs;
  const host = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  useEffect(() => {
    if (host.current === null) return;
    // The content security policy takes no styles that scripts write into the document, but for those of a shadow root.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const extensions = [...extensionsFor(label, isReadOnly, shown), tellChanges(changed)];
    const state = EditorState.create({ doc: value, extensions });
    const view = new EditorView({ root, parent: root, state });
    editor.current = view;
    return () => view.destroy();
  }, [value, label, isReadOnly]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks follow what is wrong
  useEffect(() => {
    editor.current?.dispatch({ effects: lookAgain.of(null) });
  }, [wrongs]);
  return <div ref={host} className={styles.editor} />;
}

const NONE: readonly JsonWrong[] = [];

const tellChanges = (told: { current: (text: string) => void }): Extension =>
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) told.current(state.doc.toString());
  });

const lookAgain = StateEffect.define<null>();
const isNoJson = jsonParseLinter();

/** Marks where it is no JSON; where it is, what else is wrong. */
const lint = (wrongs: { current: readonly JsonWrong[] }): Extension =>
  linter(
    (view) => {
      const text = view.state.doc.toString();
      const found = isNoJson(view);
      if (found.length > 0 || text.trim() === '') return found;
      return wrongs.current.map(({ pointer, words }) => {
        const { from, to } = placeOf(text, pointer);
        return { from, to, severity: 'error', message: words };
      });
    },
    {
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(lookAgain))),
    },
  );

const extensionsFor = (
  label: string,
  isReadOnly: boolean,
  wrongs: { current: readonly JsonWrong[] },
): Extension[] => [
  lineNumbers(),
  foldGutter(),
  history(),
  bracketMatching(),
  json(),
  EditorView.lineWrapping,
  // Tab leaves the editor, as it leaves every field.
  keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': `${isReadOnly}` }),
  EditorState.readOnly.of(isReadOnly),
  isReadOnly ? [] : [lint(wrongs), lintGutter()],
  syntaxHighlighting(COLOURS),
  LOOK,
];

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--info)' },
  { tag: tags.string, color: 'var(--success)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning)' },
]);

const LOOK = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: 'var(--text-s)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', maxHeight: '60vh' },
  '.cm-content, .cm-gutter': { minHeight: '14rem' },
  '.cm-content': { caretColor: 'var(--text)', padding: 'var(--space-2) 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--page)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft) !important',
  },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--page)', color: 'var(--muted)' },
});
