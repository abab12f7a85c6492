import { CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../../texts.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import styles from './plugin.module.css';
import { webAddress } from './web-address.ts';

/** What a plugin looks like. Its video is a link: whose it is hears nothing of us until somebody wants to see it. */
export function Media({ plugin: { name, screenshot, preview_video } }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  const [isBroken, setBroken] = useState(false);
  const image = isBroken ? undefined : webAddress(screenshot);
  const video = webAddress(preview_video);
  if (image === undefined && video === undefined) return null;
  return (
    <figure className={styles.media}>
      {image && (
        <img
          src={image.href}
          alt={catalog.screenshot(name)}
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
      {video && (
        <figcaption>
          <a href={video.href} target="_blank" rel="noreferrer noopener">
            <CirclePlay size={20} aria-hidden="true" />
            <span>{catalog.video}</span>
          </a>
          <span className={styles.host}>{catalog.videoAt(video.host)}</span>
        </figcaption>
      )}
    </figure>
  );
}
