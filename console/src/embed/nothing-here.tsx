import { useTexts } from '../texts.tsx';

/** In place of a page that a view does not have. */
export function NothingHere() {
  const { common } = useTexts();
  return (
    <main>
      <h1 tabIndex={-1}>{common.notFoundTitle}</h1>
      <p>{common.notFoundText}</p>
    </main>
  );
}
