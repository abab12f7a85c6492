import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../texts.tsx';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';

/** Copies a text: `children` says which, such as "Copy path". */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const { common } = useTexts();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <Button kind="quiet" size="small" icon={<Icon size={14} aria-hidden="true" />} onClick={copy}>
        {children}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? common.copied : ''}
      </span>
    </>
  );
}
