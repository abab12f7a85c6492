import { useState } from 'react';
import { JsonEditor } from '../../../parts/json-editor.tsx';
import { prettyJson } from '../../../parts/json-format.ts';
import { useUnsaved } from '../../../parts/use-unsaved.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ConfigConflict } from './config-conflict.tsx';
import { configOf } from './config-text.ts';
import styles from './install.module.css';
import { useSaveConfig } from './save-config.ts';
import type { SavedChange } from './saved.tsx';
import { useInstall } from './use-install.ts';

interface RawConfigProps {
  /** What the Platform API answered for the config, as it was written. */
  answer: string;
  onSaved: (change: SavedChange) => void;
}

/** The config as JSON. What was typed stays where somebody else changes it meanwhile. */
export function RawConfig({ answer, onSaved }: RawConfigProps) {
  const { install: texts } = useTexts();
  const { mayChange } = useInstall();
  const [begun, setBegun] = useState(answer);
  const [draft, setDraft] = useState<string>();
  const [reason, setReason] = useState('');
  // The editor has a text of its own, which begins anew with each.
  const [round, setRound] = useState(0);
  // Until somebody types, it is what the server has.
  const base = draft === undefined ? answer : begun;
  const begin = (text: string) => {
    if (draft === undefined) setBegun(answer);
    setDraft(text);
  };
  const save = useSaveConfig(base);
  useUnsaved(draft !== undefined);
  const end = () => {
    setDraft(undefined);
    setRound(round + 1);
  };
  const discard = () => {
    end();
    save.forget();
  };
  const submit = async (over: boolean) => {
    const change = await save.save(draft ?? '', reason, over);
    if (change === undefined) return;
    end();
    setReason('');
    onSaved(change);
  };
  const { secrets, text } = configOf(base);
  return (
    <form
      className={styles.raw}
      onSubmit={(event) => {
        event.preventDefault();
        submit(false);
      }}
    >
      <JsonEditor
        key={round}
        value={prettyJson(text)}
        label={texts.settings.json}
        isReadOnly={!mayChange}
        onChange={begin}
      />
      {secrets.length > 0 && <p className={styles.muted}>{texts.settings.secrets(secrets)}</p>}
      {save.words !== undefined && <p role="alert">{save.words}</p>}
      {save.now !== undefined && (
        <ConfigConflict
          base={base}
          now={save.now}
          draft={draft ?? ''}
          isBusy={save.isBusy}
          onSave={() => submit(true)}
          onDiscard={discard}
        />
      )}
      {mayChange && (
        <>
          <TextField
            label={texts.reason}
            hint={texts.reasonHint}
            isOptional
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <div className={styles.actions}>
            <Button
              kind="primary"
              type="submit"
              isBusy={save.isBusy}
              disabled={draft === undefined}
            >
              {texts.settings.save}
            </Button>
            {draft !== undefined && <Button onClick={discard}>{texts.settings.discard}</Button>}
          </div>
        </>
      )}
    </form>
  );
}
