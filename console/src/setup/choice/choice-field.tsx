import { type ReactNode, useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { Field } from '../../ui/field.tsx';
import { TryAgain } from '../try-again.tsx';
import { LateChoiceBox } from './late-choice-box.tsx';
import { type ChoiceSource, useChoices, useChosen } from './use-choices.ts';
import { listOfValues } from './values.ts';

interface ChoiceFieldProps {
  label: string;
  /** It stands elsewhere for those who see it. */
  isLabelHidden?: boolean;
  hint?: ReactNode;
  isOptional: boolean;
  error?: string | undefined;
  /** Something is wrong, which is said elsewhere. */
  isWrong?: boolean;
  isMultiple: boolean;
  source: ChoiceSource;
  value: unknown;
  /** A value, null for none, or an array where several can be chosen. */
  onChange: (value: unknown) => void;
}

/** One or several of many choices, which are searched, and loaded as the list is scrolled. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { label, isLabelHidden, hint, isOptional, error, isWrong, isMultiple, source } = props;
  const { setup } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const values = listOfValues(props.value);
  // Without a way to ask for labels, they are among the first choices, or nowhere.
  const isWanted = isOpen || (values.length > 0 && !source.knowsLabels);
  const choices = useChoices(source, search, isWanted);
  const { chosen, ...labels } = useChosen(source, values, { seen: choices.list, isMultiple });
  const failed =
    source.plugin === undefined ? setup.choice.failedHost : setup.choice.failed(source.plugin);
  const isFailed = choices.isFailed || labels.isFailed;
  const failure = isFailed && (
    <TryAgain
      onRetry={() => {
        if (choices.isFailed) choices.retry();
        if (labels.isFailed) labels.retry();
      }}
    >
      {failed}
    </TryAgain>
  );
  const box = {
    label,
    isMultiple,
    choices,
    chosen,
    search,
    onSearch: setSearch,
    onOpen: setOpen,
    onChange: props.onChange,
  };
  if (isLabelHidden) {
    const named = { 'aria-label': label, 'aria-invalid': isWrong ? (true as const) : undefined };
    return (
      <div>
        <LateChoiceBox {...box} named={named} />
        {failure}
      </div>
    );
  }
  return (
    <Field
      label={label}
      hint={
        hint || failure ? (
          <>
            {hint} {failure}
          </>
        ) : undefined
      }
      isOptional={isOptional}
      error={error}
    >
      {(named) => <LateChoiceBox {...box} named={named} />}
    </Field>
  );
}
