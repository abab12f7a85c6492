import { useState } from 'react';
import { useTexts } from '../texts.tsx';
import { copyText } from './copy-text.ts';
import styles from './copyable.module.css';

/** The last four say which job of its event it is, and are the same for all events. */
const SHOWN = 8;

/** A long id or address: its end is shown, a click copies the whole. */
export function Copyable({ value, shown }: { value: string; shown?: string }) {
  const { common } = useTexts();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className={styles.copyable} title={value} onClick={copy}>
      <code>{shown ?? `…${value.slice(-SHOWN)}`}</code>
      <span className="visually-hidden">{common.copy}</span>
      <span role="status" className={styles.said}>
        {isCopied ? common.copied : ''}
      </span>
    </button>
  );
}
