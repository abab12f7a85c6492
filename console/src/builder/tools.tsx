import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Field, TextArea } from '../ui/field.tsx';
import styles from './builder.module.css';
import { useBuilder } from './context.ts';
import { manifestOf, sharedTextOf } from './manifest-text.ts';
import { useBuilderTexts } from './texts.ts';

interface ToolsProps {
  isRaw: boolean;
  onRaw: (isRaw: boolean) => void;
}

/** Above the form: how the manifest is written, and the ways in and out of it. */
export function Tools({ isRaw, onRaw }: ToolsProps) {
  const texts = useBuilderTexts();
  const { draft, isReadOnly } = useBuilder();
  const [isImporting, setImporting] = useState(false);
  const isBroken = draft.wrong.some(({ isTyped }) => isTyped);
  return (
    <>
      <div className={styles.tools}>
        <fieldset className={styles.ways}>
          <legend className="visually-hidden">{texts.ways}</legend>
          <Button
            size="small"
            aria-pressed={!isRaw}
            disabled={isRaw && isBroken}
            onClick={() => onRaw(false)}
          >
            {texts.form}
          </Button>
          <Button
            size="small"
            aria-pressed={isRaw}
            disabled={!isRaw && isBroken}
            onClick={() => onRaw(true)}
          >
            {texts.raw}
          </Button>
        </fieldset>
        <div className={styles.ways}>
          {!isReadOnly && (
            <Button
              size="small"
              kind="quiet"
              aria-expanded={isImporting}
              onClick={() => setImporting(!isImporting)}
            >
              {texts.import}
            </Button>
          )}
          <Button
            size="small"
            kind="quiet"
            disabled={isBroken}
            onClick={() => save(draft.manifest)}
          >
            {texts.export}
          </Button>
        </div>
      </div>
      {isImporting && <Import onDone={() => setImporting(false)} />}
    </>
  );
}

function save(manifest: Record<string, unknown>): void {
  const blob = new Blob([sharedTextOf(manifest)], { type: 'application/json' });
  const url = URL.createObjectURL(blob);
  const download = `${typeof manifest.slug === 'string' ? manifest.slug : 'plugin'}.manifest.json`;
  Object.assign(document.createElement('a'), { href: url, download }).click();
  URL.revokeObjectURL(url);
}

/** Takes a manifest from a file or the clipboard in place of what is there; it is saved like everything else. */
function Import({ onDone }: { onDone: () => void }) {
  const { importing: texts } = useBuilderTexts();
  const { dispatch, folds } = useBuilder();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const take = () => {
    const manifest = manifestOf(text);
    if (manifest === undefined) return setWrong(true);
    folds.clear();
    dispatch({ type: 'replace', manifest });
    onDone();
  };
  return (
    <Card title={texts.title}>
      <div className={styles.fields}>
        <Field label={texts.file}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".json,application/json"
              onChange={async ({ target }) => setText((await target.files?.[0]?.text()) ?? '')}
            />
          )}
        </Field>
        <TextArea
          label={texts.text}
          value={text}
          spellCheck={false}
          error={isWrong ? texts.wrong : undefined}
          onChange={({ target }) => {
            setText(target.value);
            setWrong(false);
          }}
        />
        <p className={styles.about}>{texts.about}</p>
        <div className={styles.barActions}>
          <Button kind="primary" onClick={take}>
            {texts.take}
          </Button>
          <Button onClick={onDone}>{texts.cancel}</Button>
        </div>
      </div>
    </Card>
  );
}
