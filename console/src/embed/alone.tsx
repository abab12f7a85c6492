import { useTexts } from '../texts.tsx';

/** In place of a view that is in no page. */
export function Alone() {
  const { embed } = useTexts();
  return <p>{embed.alone}</p>;
}
