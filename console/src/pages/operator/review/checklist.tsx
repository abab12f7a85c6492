import { useState } from 'react';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import type { Change } from '../../../releases/types.ts';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { useOperatorTexts } from '../texts.ts';
import { type Manifest, originsOf, passwordsOf } from './facts.ts';
import styles from './review.module.css';

interface ChecklistProps {
  manifest: Manifest;
  changes: readonly Change[];
}

/** What a reviewer should have looked at, with the facts that it is about; what a release does not have is not asked. */
export function Checklist({ manifest, changes }: ChecklistProps) {
  const { review: texts } = useOperatorTexts();
  const vocabulary = useVocabulary();
  const { oauth_redirect_uri, dev_oauth_redirect_uri } = manifest;
  const items = {
    origins: originsOf(manifest),
    redirects: [oauth_redirect_uri, dev_oauth_redirect_uri].filter(
      (uri) => typeof uri === 'string',
    ),
    scopes: changes.flatMap((change) =>
      change.kind === 'scope_added' || change.kind === 'scope_required'
        ? [vocabulary.scope(change.scope)]
        : [],
    ),
    events: changes.flatMap((change) =>
      change.kind === 'event_added' ? [vocabulary.event(change.event)] : [],
    ),
    passwords: passwordsOf(manifest).map(({ step, field }) => texts.passwordIn(step, field)),
  };
  const shown = Object.entries(items).filter(([, facts]) => facts.length > 0);
  return (
    <Card title={texts.checklist}>
      <p className={styles.muted}>{texts.checklistText}</p>
      <ul className={styles.checklist}>
        {shown.map(([name, facts]) => (
          <Item key={name} label={texts.check[name as keyof typeof items]} facts={facts} />
        ))}
        <Item label={texts.check.details} facts={[]} />
      </ul>
    </Card>
  );
}

function Item({ label, facts }: { label: string; facts: readonly string[] }) {
  const [isChecked, setChecked] = useState(false);
  return (
    <li>
      <Checkbox label={label} isChecked={isChecked} onChange={setChecked} />
      {facts.length > 0 && (
        <ul className={styles.facts}>
          {[...new Set(facts)].map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
