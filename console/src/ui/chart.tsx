import styles from './chart.module.css';

interface ChartProps {
  /** What is shown, in words. */
  label: string;
  /** What the table behind it calls its columns: the row's name first. */
  columns: readonly string[];
  /** One for each bar; the first value is its height, the last one is drawn as what went wrong. */
  rows: readonly { name: string; values: readonly number[] }[];
}

const HEIGHT = 48;
const BAR = 10;
const STEP = 14;

/** How much there was, step after step: thin bars, and a table for those who cannot see them. */
export function Chart({ label, columns, rows }: ChartProps) {
  const most = Math.max(1, ...rows.map(({ values }) => values[0] ?? 0));
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  const width = rows.length * STEP;
  return (
    <figure className={styles.chart}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <line className={styles.ground} x1="0" x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        {rows.map(({ name, values }, index) => {
          const all = heightOf(values[0] ?? 0);
          const failed = Math.min(all, heightOf(values.at(-1) ?? 0));
          const x = index * STEP + (STEP - BAR) / 2;
          return (
            <g key={name}>
              <title>{`${name}: ${values.join(' · ')}`}</title>
              <rect className={styles.bar} x={x} y={HEIGHT - all} width={BAR} height={all} />
              <rect className={styles.bad} x={x} y={HEIGHT - failed} width={BAR} height={failed} />
            </g>
          );
        })}
      </svg>
      <div className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={columns[index + 1]}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
