import type { FormEvent, ReactNode } from 'react';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Failure } from './failure.tsx';
import styles from './form.module.css';
import type { Doing } from './use-doing.ts';
import { useUnsaved } from './use-unsaved.ts';

interface FormProps {
  doing: Doing;
  /** Something is typed that is not saved: leaving asks first. */
  isChanged: boolean;
  /** What the button says: a verb with its object. */
  action: string;
  /** What was done, where it was. */
  said?: string | undefined;
  /** What went wrong stands at the fields already. */
  isAtFields?: boolean;
  /** Beside the button, such as one that gives up. */
  other?: ReactNode;
  onSubmit: () => void;
  children: ReactNode;
}

/** Fields, and the button that saves them. What was typed stays until it is saved. */
export function Form(props: FormProps) {
  const { doing, isChanged, action, said, isAtFields = false, other, onSubmit, children } = props;
  const { common } = useTexts();
  useUnsaved(isChanged);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!doing.isBusy) onSubmit();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {children}
      {doing.error !== undefined && !isAtFields && (
        <Failure error={doing.error}>{common.notSaved}</Failure>
      )}
      <div className={styles.end}>
        <Button type="submit" kind="primary" isBusy={doing.isBusy}>
          {action}
        </Button>
        {other}
        <p role="status" className={styles.said}>
          {said}
        </p>
      </div>
    </form>
  );
}
