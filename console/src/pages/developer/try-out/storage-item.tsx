import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { ExactItem } from '../../../api/query.ts';
import { memberOf } from '../../../parts/json-text.ts';
import { JsonTree } from '../../../parts/json-tree.tsx';
import { classes } from '../../../ui/classes.ts';
import { Copyable } from '../../../ui/copyable.tsx';
import { Time } from '../../../ui/time.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './try-out.module.css';

/** So much of a value is shown in its line. */
const SHOWN_CHARS = 200;

/** What is stored under a key: in a line, and whole once it is opened. */
export function StorageItem({ item }: { item: ExactItem<'/platform/v1/plugins/{id}/storage'> }) {
  const { storage: texts } = useDeveloperTexts();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { key, version, expires_at, updated_at } = item.value;
  const value = memberOf(item.text, 'value') ?? 'null';
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <span className={styles.key}>
          <Copyable value={key} shown={key} />
        </span>
        <span className={styles.muted}>
          {texts.version(version)} · {texts.written} <Time at={updated_at} />
          {expires_at !== null && (
            <>
              {' '}
              · {texts.expires} <Time at={expires_at} />
            </>
          )}
        </span>
        <button
          type="button"
          className={styles.value}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="visually-hidden">{texts.valueOf(key)}</span>
          <code>{value.slice(0, SHOWN_CHARS)}</code>
          <ChevronRight
            size={16}
            aria-hidden="true"
            className={classes(styles.chevron, isOpen && styles.turned)}
          />
        </button>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && <JsonTree text={value} label={texts.valueOf(key)} />}
      </div>
    </li>
  );
}
