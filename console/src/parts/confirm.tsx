import { type ReactNode, useRef, useState } from 'react';
import { useTexts } from '../texts.tsx';
import { Button, type ButtonKind } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useWords } from './failure.tsx';

interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What is lost, and when. */
  children: ReactNode;
  /** A verb with its object: "Uninstall Greeter". */
  action: string;
  kind?: ButtonKind;
  /** Has to be typed first, where there is no way back. */
  typed?: { label: string; value: string };
  /** Closes the dialog when it is done; what it throws is said in the dialog. */
  onConfirm: () => Promise<unknown>;
}

/** Asks before something is taken away. */
export function Confirm(props: ConfirmProps) {
  const { common } = useTexts();
  const { isOpen, onClose, title, children, action, kind = 'danger', typed, onConfirm } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [entered, setEntered] = useState('');
  const words = useWords(error);
  const close = () => {
    setError(undefined);
    setEntered('');
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  const isReady = typed === undefined || entered === typed.value;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      initialFocus={cancel}
      actions={
        <>
          <Button ref={cancel} onClick={close}>
            {common.cancel}
          </Button>
          <Button kind={kind} isBusy={isBusy} disabled={!isReady} onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typed && (
        <TextField
          label={typed.label}
          value={entered}
          autoComplete="off"
          onChange={(event) => setEntered(event.target.value)}
        />
      )}
      {words !== undefined && <p role="alert">{words}</p>}
    </Dialog>
  );
}
