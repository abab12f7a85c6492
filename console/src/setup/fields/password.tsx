import { useRef, useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import control from '../../ui/field.module.css';
import { Field } from '../../ui/field.tsx';
import styles from '../setup.module.css';
import type { FieldProps } from '../types.ts';

/** What only the plugin reads back. One that is set is locked: replacing begins empty, and keeping takes that back. */
export function PasswordFieldOfForm({
  field,
  value,
  onChange,
  error,
  isKept,
}: FieldProps<'password'>) {
  const { setup } = useTexts();
  const { password: texts } = setup;
  const [isShown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const replace = useRef<HTMLButtonElement>(null);
  const isLocked = isKept && value === undefined;
  const afterwards = (element: { current: HTMLElement | null }) =>
    requestAnimationFrame(() => element.current?.focus());
  return (
    <Field
      label={field.label}
      isOptional={!field.required}
      error={error}
      hint={
        <>
          <div>{field.description}</div>
          {isLocked && <div>{texts.onlyPlugin}</div>}
          {isKept && !isLocked && <div>{field.required ? texts.replaces : texts.removes}</div>}
        </>
      }
    >
      {(named) =>
        isLocked ? (
          <div className={styles.row}>
            <span className={styles.kept} id={named.id}>
              <span className={styles.dots} aria-hidden="true">
                ••••••••
              </span>{' '}
              {texts.kept}
            </span>
            <Button
              ref={replace}
              aria-label={texts.changeOf(field.label)}
              onClick={() => {
                onChange('');
                afterwards(input);
              }}
            >
              {texts.change}
            </Button>
          </div>
        ) : (
          <div className={styles.row}>
            <input
              ref={input}
              className={control.control}
              {...named}
              type={isShown ? 'text' : 'password'}
              autoComplete="new-password"
              spellCheck={false}
              placeholder={field.placeholder ?? undefined}
              value={typeof value === 'string' ? value : ''}
              onChange={(event) => onChange(event.target.value)}
            />
            <Button
              aria-pressed={isShown}
              aria-label={texts.show(field.label)}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? texts.hideShort : texts.showShort}
            </Button>
            {isKept && (
              <Button
                kind="quiet"
                aria-label={texts.keepOf(field.label)}
                onClick={() => {
                  onChange(undefined);
                  setShown(false);
                  afterwards(replace);
                }}
              >
                {texts.keep}
              </Button>
            )}
          </div>
        )
      }
    </Field>
  );
}
