let held = 0;

/** Whether something is typed on the page that is not saved. */
export const isSomethingTyped = (): boolean => held > 0;

/** From now on something is, until what this answers is called. */
export function holdTyped(): () => void {
  held += 1;
  return () => {
    held -= 1;
  };
}
