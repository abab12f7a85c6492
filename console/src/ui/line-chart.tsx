import styles from './line-chart.module.css';

interface LineChartProps {
  title: string;
  /** Each with a value for each label; the word stands at its end. */
  lines: readonly {
    label: string;
    tone: 'success' | 'danger' | 'info';
    values: readonly number[];
  }[];
  /** Below the line, and before the rows of the table. */
  labels: readonly string[];
  headings: { label: string; table: string };
}

const WIDTH = 600;
const HEIGHT = 120;
const PAD = 6;

/** Thin lines over time, with their numbers in a table for those who cannot see it, and for who wants to read them. */
export function LineChart({ title, lines, labels, headings }: LineChartProps) {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const x = (index: number) => PAD + (index * (WIDTH - 2 * PAD)) / Math.max(1, labels.length - 1);
  const y = (value: number) => HEIGHT - PAD - (value * (HEIGHT - 2 * PAD)) / most;
  const pathOf = (values: readonly number[]) =>
    values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('');
  const shown = lines.filter(({ values }) => values.some((value) => value > 0));
  return (
    <div className={styles.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <line className={styles.ground} x1={0} x2={WIDTH} y1={HEIGHT - PAD} y2={HEIGHT - PAD} />
        {shown.map(({ label, tone, values }) => (
          <path key={label} className={styles[tone]} d={pathOf(values)} />
        ))}
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{labels[0]}</span>
        <span className={styles.legend}>
          {shown.map(({ label, tone }) => (
            <span key={label} className={styles[tone]}>
              {label}
            </span>
          ))}
        </span>
        <span>{labels.at(-1)}</span>
      </div>
      <details className={styles.table}>
        <summary>{headings.table}</summary>
        <table>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{headings.label}</th>
              {lines.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((name, index) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {lines.map(({ label, values }) => (
                  <td key={label}>{values[index]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
