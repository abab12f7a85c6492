import { ApiError } from '../api/errors.ts';
import { Failure } from '../parts/failure.tsx';
import { useTexts } from '../texts.tsx';
import { PluginSays } from './plugin-says.tsx';
import styles from './setup.module.css';
import type { StepFormState } from './use-step-form.ts';

interface SubmitOutcomeProps {
  form: StepFormState;
  plugin: string;
  /** How many fields say what is wrong with them. */
  wrong: number;
}

/** Above the button: how the last submission went. */
export function SubmitOutcome({ form: { outcome }, plugin, wrong }: SubmitOutcomeProps) {
  const { setup: texts } = useTexts();
  if (outcome?.kind === 'saved') return <p role="status">{texts.saved}</p>;
  if (outcome?.kind === 'stopped') return <p role="status">{texts.stopped(plugin)}</p>;
  if (wrong > 0)
    return (
      <p role="alert" className={styles.wrong}>
        {texts.missing(wrong)}
      </p>
    );
  if (outcome?.kind !== 'refused') return null;
  const { error } = outcome;
  const code = error instanceof ApiError ? error.code : undefined;
  if (code === 'plugin_refused') return <PluginSays plugin={plugin}>{error.message}</PluginSays>;
  return (
    <Failure error={error}>
      {code === 'plugin_failed' && texts.notPlugin(plugin)}
      {code === 'too_many_requests' && texts.tooMany(plugin)}
    </Failure>
  );
}
