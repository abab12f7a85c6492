import styles from './attachments.module.css';
import { plainText, type ShownAttachment } from './read.ts';

/** A text, and whatever has a type that is not known here. */
export function TextAttachment({ attachment }: { attachment: ShownAttachment }) {
  return <span className={styles.text}>{plainText(attachment.value) ?? '–'}</span>;
}
