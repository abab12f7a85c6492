import { ExternalLink } from 'lucide-react';
import styles from './attachments.module.css';
import { plainText, type ShownAttachment, webAddress } from './read.ts';

/** A link to a page of somebody else: it opens beside the console. */
export function LinkAttachment({ attachment }: { attachment: ShownAttachment }) {
  const url = plainText(attachment.members.get('url'));
  return <ForeignLink url={url} text={plainText(attachment.value)} />;
}

/** Links only to what a browser opens as a page; anything else is a text. */
export function ForeignLink({ url, text }: { url: string | undefined; text: string | undefined }) {
  const href = webAddress(url);
  const shown = text || url || '–';
  if (href === undefined) return <span className={styles.text}>{shown}</span>;
  return (
    <a className={styles.link} href={href} target="_blank" rel="noreferrer noopener">
      {shown}
      <ExternalLink size={14} aria-hidden="true" />
    </a>
  );
}
