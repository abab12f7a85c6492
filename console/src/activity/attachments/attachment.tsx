import type { ComponentType } from 'react';
import styles from './attachments.module.css';
import { CredentialImage } from './credential-image.tsx';
import { JsonAttachment } from './json.tsx';
import { LinkAttachment } from './link.tsx';
import { PasswordAttachment } from './password.tsx';
import { type AttachmentKind, readAttachment, type ShownAttachment } from './read.ts';
import { ScreenerReport } from './screener.tsx';
import { TextAttachment } from './text.tsx';

/** How each type is shown; one that is missing does not compile. */
const VIEWS: Record<AttachmentKind, ComponentType<{ attachment: ShownAttachment }>> = {
  text: TextAttachment,
  password: PasswordAttachment,
  link: LinkAttachment,
  json: JsonAttachment,
  credential_image: CredentialImage,
  screener: ScreenerReport,
};

/** What plugins tied to a job, each under its label. `texts` are the attachments as they were written. */
export function Attachments({ texts }: { texts: readonly string[] }) {
  return (
    <dl className={styles.list}>
      {texts.map((text, index) => {
        const attachment = readAttachment(text);
        const View = VIEWS[attachment.kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: attachments are added at the end, and never moved
          <div key={index} className={styles.attachment} data-kind={attachment.kind}>
            <dt>{attachment.label}</dt>
            <dd>
              <View attachment={attachment} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
