import { type ComponentType, useCallback, useEffect, useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { TryAgain } from '../try-again.tsx';
import type { ChoiceBoxProps } from './choice-box.tsx';
import { ComingBox } from './coming-box.tsx';

type Box = ComponentType<ChoiceBoxProps>;

let loaded: Box | undefined;

/**
 * A `ChoiceBox`, which is loaded when the first is shown: its library is 30 kB, three times what all other fields and steps are, and most
 * forms have no long choices. Where it does not come that is said in its place, since what was typed beside it is not to be lost.
 */
export function LateChoiceBox(props: ChoiceBoxProps) {
  const { common } = useTexts();
  const [Loaded, setLoaded] = useState<Box | undefined>(() => loaded);
  const [isFailed, setFailed] = useState(false);
  const load = useCallback(async () => {
    setFailed(false);
    try {
      loaded = (await import('./choice-box.tsx')).ChoiceBox;
      setLoaded(() => loaded);
    } catch {
      setFailed(true);
    }
  }, []);
  useEffect(() => {
    if (loaded === undefined) load();
  }, [load]);
  if (Loaded !== undefined) return <Loaded {...props} />;
  return (
    <>
      <ComingBox {...props} />
      {isFailed && <TryAgain onRetry={load}>{common.offline}</TryAgain>}
    </>
  );
}
