import type { ComponentType } from 'react';
import { FormStep } from './steps/form.tsx';
import { OAuth2Step } from './steps/oauth2.tsx';
import { PopupStep } from './steps/popup.tsx';
import type { Step, StepProps } from './types.ts';

// A kind of the API that is missing here does not compile.
const KINDS: Record<Step['type'], ComponentType<StepProps>> = {
  form: FormStep,
  oauth2: OAuth2Step,
  popup: PopupStep,
};

/** A step of whichever kind it is. */
export function StepOfKind(props: StepProps) {
  const Component = KINDS[props.step.type] as ComponentType<StepProps> | undefined;
  // Of a newer server than this page's.
  return Component && <Component {...props} />;
}
