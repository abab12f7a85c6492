import { ChevronDown } from 'lucide-react';
import { useTexts } from '../../texts.tsx';
import styles from './choice.module.css';
import type { ChoiceBoxProps } from './choice-box.tsx';
import { keyOfValue } from './values.ts';

/** Holds the place of a `ChoiceBox` until that is loaded: it shows what is chosen, and there is nothing to use yet. */
export function ComingBox({ label, named, isMultiple, chosen }: ChoiceBoxProps) {
  const { setup } = useTexts();
  const [first] = chosen;
  const input = (
    <input
      className={styles.input}
      {...named}
      aria-label={label}
      value={isMultiple ? '' : (first?.label ?? '')}
      placeholder={first === undefined ? setup.choice.search : ''}
      disabled
    />
  );
  return (
    <div className={styles.group} data-invalid={named['aria-invalid']} aria-busy="true">
      {isMultiple ? (
        <div className={styles.chips}>
          {chosen.map((choice) => (
            <span key={keyOfValue(choice.value)} className={styles.chip}>
              {choice.label}
              <span className={styles.remove} />
            </span>
          ))}
          {input}
        </div>
      ) : (
        input
      )}
      <span className={styles.button} aria-hidden="true">
        <ChevronDown size={16} />
      </span>
    </div>
  );
}
