import { useTexts } from '../../texts.tsx';
import type { StepProps } from '../types.ts';
import { WindowStep } from '../window-step.tsx';

/** A page of the plugin's, in a window of its own. */
export function PopupStep(props: StepProps) {
  const { setup } = useTexts();
  const { plugin } = props;
  return (
    <WindowStep
      {...props}
      where={plugin}
      says={plugin}
      about={setup.window.popup(plugin)}
      action={setup.window.open(plugin)}
      done={setup.window.finished}
    />
  );
}
