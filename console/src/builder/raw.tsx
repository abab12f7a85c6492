import { useState } from 'react';
import { JsonEditor } from '../parts/json-editor.tsx';
import { Card } from '../ui/card.tsx';
import styles from './builder.module.css';
import { useBuilder, usePlace } from './context.ts';
import { manifestOf, textOf } from './manifest-text.ts';
import { useBuilderTexts } from './texts.ts';

/** The manifest as JSON. */
export function Raw() {
  const texts = useBuilderTexts();
  const { draft, dispatch, isReadOnly } = useBuilder();
  const { error } = usePlace('', undefined, false);
  const [begun] = useState(() => textOf(draft.manifest));
  const change = (text: string) => {
    const manifest = manifestOf(text);
    if (manifest === undefined) dispatch({ type: 'mistype', at: '', message: texts.notObject });
    else dispatch({ type: 'set', at: '', value: manifest });
  };
  return (
    <Card title={texts.raw}>
      <div className={styles.fields}>
        <p className={styles.about}>{texts.rawHint}</p>
        <JsonEditor
          value={begun}
          label={texts.rawLabel}
          isReadOnly={isReadOnly}
          onChange={change}
        />
        {error !== undefined && (
          <p className={styles.wrong} role="alert">
            {error}
          </p>
        )}
      </div>
    </Card>
  );
}
