import { useId, useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './attachments.module.css';
import { ForeignLink } from './link.tsx';
import {
  imageAddress,
  readScreener,
  type ScreenerField,
  type ScreenerMatch,
  type ShownAttachment,
} from './read.ts';

/** What a screener looked at, beside what it found. */
export function ScreenerReport({ attachment }: { attachment: ShownAttachment }) {
  const { activity } = useTexts();
  const report = readScreener(attachment.value);
  if (report === undefined) return null;
  const { input, matches } = report;
  return (
    <div className={styles.screener}>
      <Fields caption={activity.screener.input} fields={input} />
      {matches.length === 0 && <p>{activity.screener.nothing}</p>}
      {matches.map((match, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
        <Match key={index} match={match} />
      ))}
    </div>
  );
}

function Match({ match }: { match: ScreenerMatch }) {
  const { activity } = useTexts();
  const [isWhole, setWhole] = useState(false);
  const { title, subtitle, fields, visible } = match;
  const hidden = fields.length - visible;
  const caption = [title, subtitle].filter(Boolean).join(': ') || activity.screener.match;
  return (
    <div>
      <Fields caption={caption} fields={isWhole ? fields : fields.slice(0, visible)} />
      {hidden > 0 && (
        <Button
          kind="quiet"
          size="small"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? activity.screener.fewer : activity.screener.more(hidden)}
        </Button>
      )}
    </div>
  );
}

function Fields({ caption, fields }: { caption: string; fields: ScreenerField[] }) {
  const id = useId();
  return (
    <table className={styles.table} aria-labelledby={id}>
      <caption id={id}>{caption}</caption>
      <tbody>
        {fields.map(({ name, value, type }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>{type === 'image' ? <Picture name={name} url={value} /> : value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Picture({ name, url }: { name: string; url: string }) {
  const src = imageAddress(url);
  if (src === undefined) return <ForeignLink url={url} text={undefined} />;
  return <img src={src} alt={name} loading="lazy" referrerPolicy="no-referrer" />;
}
