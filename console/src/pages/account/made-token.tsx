import { useEffect, useRef } from 'react';
import type { Schemas } from '../../api/client.ts';
import { useUnsaved } from '../../parts/use-unsaved.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import rows from '../../ui/rows.module.css';
import styles from './account.module.css';

interface MadeTokenProps {
  token: Schemas['PersonalTokenCreated'];
  onKept: () => void;
}

/** A token that was just made, which nothing shows again: leaving asks first. */
export function MadeToken({ token, onKept }: MadeTokenProps) {
  const { account } = useTexts();
  useUnsaved(true, account.tokenLeave);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className={styles.made} tabIndex={-1} role="status">
      <h3>{account.tokenMade(token.name)}</h3>
      <p>{account.tokenOnce}</p>
      <code className={styles.token}>{token.token}</code>
      <div className={rows.actions}>
        <CopyButton text={token.token}>{account.copyToken}</CopyButton>
        <Button size="small" onClick={onKept}>
          {account.tokenKept}
        </Button>
      </div>
    </div>
  );
}
