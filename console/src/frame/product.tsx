import { PageLink } from '../parts/page-link.tsx';
import { shownDocument } from '../parts/shown-document.ts';
import { startPath } from '../parts/start-path.ts';
import styles from './frame.module.css';

/** The name of the product, which leads to the start. */
export function Product() {
  const { product, logo } = shownDocument();
  return (
    <PageLink className={styles.product} to={startPath()}>
      {logo === undefined ? <Mark /> : <img className={styles.mark} src={logo} alt="" />}
      <span>{product}</span>
    </PageLink>
  );
}

function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path
        d="M11 7v6M21 7v6M8 13h16v3a8 8 0 0 1-16 0zM16 24v3"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
