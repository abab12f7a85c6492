import { type ReactNode, useId, useMemo, useState } from 'react';
import type { Violation } from '../../../api/errors.ts';
import { JsonEditor } from '../../../parts/json-editor.tsx';
import { lineAt, placeOf } from '../../../parts/json-place.ts';
import { useViolationWords } from '../../../parts/violation-words.ts';
import field from '../../../ui/field.module.css';
import { useDeveloperTexts } from '../texts.ts';
import styles from './try-out.module.css';

/** A payload that was not taken. */
export interface RefusedPayload {
  /** As it was sent. */
  text: string;
  /** What is wrong with it, by pointers into it; none where it is no JSON. */
  violations: readonly Violation[];
}

interface PayloadFieldProps {
  text: string;
  hint: ReactNode;
  refused: RefusedPayload | undefined;
  onChange: (text: string) => void;
}

/** What an event says, as JSON; what is wrong with it stands below, by its line, and is marked there. */
export function PayloadField({ text, hint, refused, onChange }: PayloadFieldProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const wordsOf = useViolationWords();
  const id = useId();
  const [begun] = useState(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: marked anew only where something else was refused
  const wrongs = useMemo(() => wrongsOf(refused, wordsOf), [refused]);
  return (
    <section className={styles.payload} aria-labelledby={id}>
      <span id={id} className={field.label}>
        {texts.payload}
      </span>
      <JsonEditor value={begun} label={texts.payload} wrongs={wrongs} onChange={onChange} />
      <div className={field.hint}>{hint}</div>
      {refused && (
        <div className={field.error} role="alert">
          {refused.violations.length === 0 && <p>{texts.noJson}</p>}
          {wrongs.map(({ pointer, words }) => {
            const line = lineAt(refused.text, placeOf(refused.text, pointer).from);
            return <p key={`${pointer} ${words}`}>{texts.wrongAt(line, pointer, words)}</p>;
          })}
        </div>
      )}
    </section>
  );
}

const wrongsOf = (
  refused: RefusedPayload | undefined,
  wordsOf: ReturnType<typeof useViolationWords>,
) =>
  (refused?.violations ?? []).map((violation) => ({
    pointer: violation.pointer,
    words: wordsOf(violation),
  }));
