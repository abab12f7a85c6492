import { useState } from 'react';
import { memberOf } from '../../parts/json-text.ts';
import { useTexts } from '../../texts.tsx';
import styles from './attachments.module.css';
import { ForeignLink } from './link.tsx';
import { imageAddress, plainText, type ShownAttachment, webAddress } from './read.ts';

/** A picture that lets somebody in. One that is a key in the plugin's own storage, or does not come, is a text. */
export function CredentialImage({ attachment }: { attachment: ShownAttachment }) {
  const { activity } = useTexts();
  const [isBroken, setBroken] = useState(false);
  const { members, value } = attachment;
  const image = members.get('image');
  const link = image?.startsWith('{') ? plainText(memberOf(image, 'link')) : undefined;
  const href = webAddress(link);
  const source = imageAddress(link);
  const title = plainText(members.get('title')) ?? attachment.label;
  const caption = [title, plainText(value)].filter(Boolean).join(' · ');
  return (
    <figure className={styles.credential}>
      {source !== undefined && !isBroken && (
        <img
          src={source}
          alt={title}
          loading="lazy"
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
      <figcaption>{caption}</figcaption>
      {isBroken && <p className={styles.note}>{activity.imageBroken}</p>}
      {href !== undefined && <ForeignLink url={href} text={activity.openImage} />}
      {href === undefined && link !== undefined && (
        <p className={styles.note}>{activity.imageElsewhere(link)}</p>
      )}
    </figure>
  );
}
