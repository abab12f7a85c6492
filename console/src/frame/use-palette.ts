import { useCallback, useState } from 'react';

type Palette = typeof import('./palette.tsx').Palette;

interface Finding {
  /** Undefined until it was loaded. */
  Palette: Palette | undefined;
  isFinding: boolean;
  /** It was asked for and did not come: the page goes on without it. */
  isMissing: boolean;
  open: () => void;
  close: () => void;
}

/** The palette, which is loaded as it is first asked for. */
export function usePalette(): Finding {
  const [found, setFound] = useState<{ Palette: Palette }>();
  const [isFinding, setFinding] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const open = useCallback(() => {
    setFinding(true);
    import('./palette.tsx').then(
      ({ Palette }) => {
        setMissing(false);
        setFound({ Palette });
      },
      () => {
        setMissing(true);
        setFinding(false);
      },
    );
  }, []);
  const close = useCallback(() => setFinding(false), []);
  return { Palette: found?.Palette, isFinding, isMissing, open, close };
}
