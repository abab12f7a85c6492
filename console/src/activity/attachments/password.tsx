import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './attachments.module.css';
import { plainText, type ShownAttachment } from './read.ts';

/** A password: masked until somebody asks for it, and copied without being shown. */
export function PasswordAttachment({ attachment }: { attachment: ShownAttachment }) {
  const { activity } = useTexts();
  const [isShown, setShown] = useState(false);
  const password = plainText(attachment.value) ?? '';
  const Icon = isShown ? EyeOff : Eye;
  return (
    <span className={styles.password}>
      <code>{isShown ? password : '••••••••'}</code>
      <span>
        <Button
          kind="quiet"
          size="small"
          icon={<Icon size={14} aria-hidden="true" />}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? activity.hide : activity.show}
        </Button>
        <CopyButton text={password}>{activity.copy}</CopyButton>
      </span>
    </span>
  );
}
