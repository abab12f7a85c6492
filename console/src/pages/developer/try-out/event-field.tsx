import { type ReactNode, useState } from 'react';
import { LateChoiceBox } from '../../../setup/choice/late-choice-box.tsx';
import { Field } from '../../../ui/field.tsx';
import { useDeveloperTexts } from '../texts.ts';

interface EventFieldProps {
  /** Names with what they mean, in the order in which they are listed. */
  options: readonly { name: string; label: string }[];
  chosen: string;
  hint: ReactNode;
  error: string | undefined;
  onChoose: (name: string) => void;
}

/** Which event it is: one of maybe many, which are searched. */
export function EventField({ options, chosen, hint, error, onChoose }: EventFieldProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const choices = options.map(({ name, label }) => ({ value: name, label }));
  const found = choices.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  return (
    <Field label={texts.event} hint={hint} error={error}>
      {(named) => (
        <LateChoiceBox
          label={texts.event}
          named={named}
          isMultiple={false}
          choices={{ ...LOADED, list: found }}
          chosen={choices.filter(({ value }) => value === chosen)}
          search={search}
          onSearch={setSearch}
          onOpen={nothing}
          onChange={(value) => {
            if (typeof value === 'string') onChoose(value);
          }}
        />
      )}
    </Field>
  );
}

const nothing = () => {};

/** All choices are there. */
const LOADED = {
  isLoading: false,
  isLoadingMore: false,
  isFailed: false,
  hasMore: false,
  loadMore: nothing,
  retry: nothing,
};
