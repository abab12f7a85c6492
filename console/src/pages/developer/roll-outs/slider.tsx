import { useId } from 'react';
import { useDeveloperTexts } from '../texts.ts';
import styles from './slider.module.css';

interface SliderProps {
  label: string;
  /** The per cents at which it rests, from the least on. */
  stops: readonly number[];
  /** One of them. */
  value: number;
  /** How far the roll-out is: it only grows. */
  least: number;
  /** What the position means. */
  words: string;
  onChange: (percent: number) => void;
}

/** Chooses how far a roll-out goes: what a position means is said by `words`, to whoever hears it, too. */
export function Slider({ label, stops, value, least, words, onChange }: SliderProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const id = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <input
        id={id}
        className={styles.range}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={stops.indexOf(value)}
        aria-valuetext={words}
        onChange={({ target }) => {
          const percent = stops[target.valueAsNumber] ?? value;
          onChange(Math.max(percent, least));
        }}
      />
      <div className={styles.marks} aria-hidden="true">
        {stops.map((percent) => (
          <span
            key={percent}
            className={styles.mark}
            data-reached={percent <= least || undefined}
            data-chosen={percent === value || undefined}
          >
            {texts.percent(percent)}
          </span>
        ))}
      </div>
    </div>
  );
}
