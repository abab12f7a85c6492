import { Combobox } from '@base-ui/react/combobox';
import { Check } from 'lucide-react';
import { use, useEffect, useRef } from 'react';
import { useTexts } from '../../texts.tsx';
import { InlinePanels } from '../../ui/panel.tsx';
import styles from './choice.module.css';
import type { Choices, ShownChoice } from './use-choices.ts';
import { keyOfValue } from './values.ts';

/** The list below the input: it goes on as it is scrolled, and says how it stands. */
export function ChoiceList({ choices, search }: { choices: Choices; search: string }) {
  const { setup } = useTexts();
  const isInline = use(InlinePanels);
  return (
    <Combobox.Portal>
      <Combobox.Positioner
        className={styles.positioner}
        sideOffset={4}
        // A frame that is as high as its content grows for it.
        {...(isInline && { collisionAvoidance: { side: 'none' } })}
      >
        <Combobox.Popup
          className={styles.popup}
          aria-busy={choices.isLoading || choices.isLoadingMore || undefined}
        >
          <div className={styles.scroller}>
            <Combobox.List>
              {(choice: ShownChoice) => (
                <Combobox.Item
                  key={keyOfValue(choice.value)}
                  value={choice}
                  disabled={choice.isDisabled ?? false}
                  className={styles.item}
                >
                  <Combobox.ItemIndicator className={styles.indicator}>
                    <Check size={16} aria-hidden="true" />
                  </Combobox.ItemIndicator>
                  <span className={styles.label}>
                    {choice.label}
                    {choice.isDisabled && <span className={styles.off}> · {setup.choice.off}</span>}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
            {choices.hasMore && !choices.isLoading && !choices.isLoadingMore && (
              <Seen key={choices.list.length} onSeen={choices.loadMore} />
            )}
            <Combobox.Status className={styles.status}>
              <StatusText choices={choices} search={search} />
            </Combobox.Status>
          </div>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

function StatusText({ choices, search }: { choices: Choices; search: string }) {
  const { setup } = useTexts();
  const { list, isLoading, isLoadingMore, isFailed, hasMore } = choices;
  if (isLoading) return <p>{setup.choice.loading}</p>;
  if (isLoadingMore) return <p>{setup.choice.more}</p>;
  if (isFailed) return <p>{setup.choice.failedShort}</p>;
  if (list.length > 0) return <p className="visually-hidden">{setup.choice.count(list.length)}</p>;
  if (hasMore) return null;
  return <p>{search === '' ? setup.choice.none : setup.choice.noMatch(search)}</p>;
}

/** Stands at the end of what is loaded; tells when it comes into sight. */
function Seen({ onSeen }: { onSeen: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const tell = useRef(onSeen);
  tell.current = onSeen;
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) tell.current();
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={element} className={styles.seen} />;
}
