import { ChevronDown } from 'lucide-react';
import styles from './choice.module.css';
import type { ChoiceBoxProps } from './choice-box.tsx';

/** Holds the place of a `ChoiceBox` until that is loaded: as high, with what is chosen, and nothing to use yet. */
export function ComingBox({ label, named, chosen }: ChoiceBoxProps) {
  return (
    <div className={styles.group} data-invalid={named['aria-invalid']} aria-busy="true">
      <input
        className={styles.input}
        {...named}
        aria-label={label}
        value={chosen.map((choice) => choice.label).join(', ')}
        disabled
      />
      <span className={styles.button} aria-hidden="true">
        <ChevronDown size={16} />
      </span>
    </div>
  );
}
