import { paths } from '../paths.ts';
import { shownDocument } from './shown-document.ts';

/** Where somebody starts: at their spaces, or in the only one that is open to them. */
export function startPath(): string {
  const { onlySpace } = shownDocument();
  return onlySpace === undefined ? paths.home() : paths.space(onlySpace);
}
