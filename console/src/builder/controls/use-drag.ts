import { type PointerEvent, type RefObject, useState } from 'react';

/** An item that is dragged, and the place that it would go to. */
export interface Drag {
  from: number;
  to: number;
}

/** Dragging the items of a list by a handle, with a mouse or a finger. `drop` hears where one was let go. */
export function useDrag(
  list: RefObject<HTMLElement | null>,
  drop: (from: number, to: number) => void,
) {
  const [drag, setDrag] = useState<Drag>();
  const handleOf = (from: number) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from, to: from });
    },
    onPointerMove({ clientY }: PointerEvent<HTMLElement>) {
      if (drag?.from === from) setDrag({ from, to: placeAt(list.current, clientY, from) });
    },
    onPointerUp() {
      if (drag !== undefined && drag.to !== drag.from) drop(drag.from, drag.to);
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
  });
  return { drag, handleOf };
}

/** How many of the others are above it. */
function placeAt(list: HTMLElement | null, y: number, from: number): number {
  const others = [...(list?.children ?? [])].filter((_, index) => index !== from);
  return others.filter((item) => {
    const { top, height } = item.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
}
