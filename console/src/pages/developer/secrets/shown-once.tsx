import { useEffect, useRef } from 'react';
import { useUnsaved } from '../../../parts/use-unsaved.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './secrets.module.css';

interface ShownOnceProps {
  /** Of its heading on the page. */
  level: 2 | 3;
  title: string;
  /** What to do with it. */
  text: string;
  values: readonly { label: string; value: string; copy: string }[];
  /** What the button says by which somebody has kept it. */
  kept: string;
  isKept?: boolean;
  /** What is asked of who leaves before. */
  leave?: string;
  onKept: () => void;
}

/** What nothing shows again: leaving asks first. */
export function ShownOnce(props: ShownOnceProps) {
  const { plugins } = useDeveloperTexts();
  const { level, title, text, values, kept, isKept = false, onKept } = props;
  const { leave = plugins.leave } = props;
  const Heading = level === 2 ? 'h2' : 'h3';
  useUnsaved(!isKept, leave);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className={styles.once} tabIndex={-1} role="status">
      <Heading>{title}</Heading>
      <p className={styles.prose}>{text}</p>
      <dl className={styles.values}>
        {values.map(({ label, value, copy }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <code className={styles.value}>{value}</code>
              <CopyButton text={value}>{copy}</CopyButton>
            </dd>
          </div>
        ))}
      </dl>
      <Button kind="primary" onClick={onKept}>
        {kept}
      </Button>
    </div>
  );
}
