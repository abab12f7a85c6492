import { textOfValue } from '../api/exact.ts';
import { useTexts } from '../texts.tsx';
import { holdsValue } from './answers.ts';
import styles from './setup.module.css';
import type { Field, Step } from './types.ts';

/** What was answered in a step, for those who may not change it. Labels that only a plugin knows are not asked for. */
export function OnlyAnswers({ step }: { step: Step }) {
  const { setup, common } = useTexts();
  if (step.type !== 'form') return <p>{setup.stepState[step.state]}</p>;
  const words = (field: Field): string => {
    if (field.type === 'password')
      return step.passwords_set.includes(field.key) ? '••••••••' : setup.noAnswer;
    const value = step.answers[field.key];
    if (value === undefined) return setup.noAnswer;
    if (typeof value === 'boolean') return value ? common.yes : common.no;
    return answerText(field, value);
  };
  return (
    <dl className={styles.answers}>
      {(step.fields ?? []).filter(holdsValue).map((field) => (
        <div key={field.key}>
          <dt>{field.label}</dt>
          <dd>{words(field)}</dd>
        </div>
      ))}
    </dl>
  );
}

type Known = readonly { label: string; value: unknown }[];

const labelIn = (options: Known | undefined, value: unknown): string =>
  options?.find((option) => option.value === value)?.label ?? textOfValue(value);

const each = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function answerText(field: Field, value: unknown): string {
  if (field.type === 'mapping') {
    const right = field.right_field.type === 'select' ? field.right_field.options : undefined;
    return (each(value) as { left: unknown; right: unknown }[])
      .map((pair) => {
        const rights = each(pair.right).map((one) => labelIn(right, one));
        return `${labelIn(field.left_options, pair.left)} → ${rights.join(', ')}`;
      })
      .join('; ');
  }
  const options = field.type === 'select' ? field.options : undefined;
  return each(value)
    .map((one) => labelIn(options, one))
    .join(', ');
}
