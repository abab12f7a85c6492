import { useTexts } from '../../texts.tsx';
import type { StepProps } from '../types.ts';
import { WindowStep } from '../window-step.tsx';

/** The consent of another service, in a window of its. */
export function OAuth2Step(props: StepProps) {
  const { setup } = useTexts();
  const service = hostOf(props.step.authorize_url);
  return (
    <WindowStep
      {...props}
      where={service}
      says={service}
      about={setup.window.oauth2(props.plugin, service)}
      action={setup.window.connect(service)}
      done={setup.window.connected}
    />
  );
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : '…';
}
