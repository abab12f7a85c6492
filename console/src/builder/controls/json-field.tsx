import { useState } from 'react';
import { parseExactly } from '../../api/exact.ts';
import { prettyJson } from '../../parts/json-format.ts';
import { TextArea } from '../../ui/field.tsx';
import { useBuilder, usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import type { ControlProps } from './controls.tsx';

/** A value that is written as JSON; nothing at all is null. */
export function JsonField({ at, label, hint }: ControlProps) {
  const texts = useBuilderTexts();
  const { dispatch } = useBuilder();
  const { value, set, error, isReadOnly } = usePlace(at, label);
  const stands = value === null || value === undefined ? '' : JSON.stringify(value);
  const [typed, setTyped] = useState({ text: stands && prettyJson(stands), means: stands });
  // Spaces, and what is no JSON yet, stay while they are typed.
  const shown = typed.means === stands ? typed.text : stands && prettyJson(stands);
  const change = (text: string) => {
    if (text.trim() === '') {
      setTyped({ text, means: '' });
      return set(null);
    }
    try {
      const means = parseExactly(text);
      setTyped({ text, means: JSON.stringify(means) });
      set(means);
    } catch {
      setTyped({ text, means: stands });
      dispatch({ type: 'mistype', at, message: texts.notJson });
    }
  };
  return (
    <div data-pointer={at}>
      <TextArea
        label={label}
        hint={hint}
        isOptional
        error={error}
        value={shown}
        readOnly={isReadOnly}
        spellCheck={false}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
}
