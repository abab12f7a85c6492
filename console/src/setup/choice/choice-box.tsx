import { Combobox } from '@base-ui/react/combobox';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { ChevronDown, X } from 'lucide-react';
import type { AriaAttributes } from 'react';
import { useTexts } from '../../texts.tsx';
import styles from './choice.module.css';
import { ChoiceList } from './choice-list.tsx';
import type { Choices, ShownChoice } from './use-choices.ts';
import { keyOfValue } from './values.ts';

/** What is chosen of what, and whom to tell. */
export interface ChoiceBoxProps {
  label: string;
  /** What names and describes the input. */
  named: AriaAttributes & { id?: string };
  isMultiple: boolean;
  choices: Choices;
  chosen: ShownChoice[];
  search: string;
  onSearch: (search: string) => void;
  onOpen: (isOpen: boolean) => void;
  onChange: (value: unknown) => void;
}

// Escape closes the list. With none open it would take away what was chosen: nobody means that by it.
const BY_ESCAPE = 'escape-key';

/** An input that opens a list of choices below it. */
export function ChoiceBox(props: ChoiceBoxProps) {
  const { isMultiple, choices, chosen, onSearch, onOpen, onChange } = props;
  const { setup } = useTexts();
  const shownLabel = ({ label, isGone }: ShownChoice) =>
    isGone ? `${label} (${setup.choice.gone})` : label;
  const shared = {
    items: choices.list,
    // Whoever gives the choices has searched them already.
    filter: null,
    itemToStringLabel: shownLabel,
    isItemEqualToValue: (one: ShownChoice, other: ShownChoice) =>
      keyOfValue(one.value) === keyOfValue(other.value),
    autoHighlight: true,
    onInputValueChange: (text: string, { reason }: { reason: string }) =>
      onSearch(reason === 'input-change' ? text : ''),
    onOpenChange: (isOpen: boolean) => {
      onOpen(isOpen);
      if (!isOpen) onSearch('');
    },
  };
  return (
    <CSPProvider disableStyleElements>
      {isMultiple ? (
        <Combobox.Root
          {...shared}
          multiple
          value={chosen}
          onValueChange={(next, { reason }) => {
            if (reason !== BY_ESCAPE) onChange(next.map(({ value }) => value));
          }}
        >
          <Several {...props} shownLabel={shownLabel} />
          <ChoiceList choices={choices} search={props.search} />
        </Combobox.Root>
      ) : (
        <Combobox.Root
          {...shared}
          value={chosen[0] ?? null}
          onValueChange={(next, { reason }) => {
            if (reason !== BY_ESCAPE) onChange(next === null ? null : next.value);
          }}
        >
          <One {...props} />
          <ChoiceList choices={choices} search={props.search} />
        </Combobox.Root>
      )}
    </CSPProvider>
  );
}

function One({ label, named, chosen }: ChoiceBoxProps) {
  const { setup } = useTexts();
  return (
    <Combobox.InputGroup className={styles.group} data-invalid={named['aria-invalid']}>
      <Combobox.Input
        className={styles.input}
        placeholder={setup.choice.search}
        {...named}
        // Its label is hidden from assistive technology while the list is open.
        aria-label={label}
      />
      {chosen.length > 0 && (
        <Combobox.Clear className={styles.button} aria-label={setup.choice.clear(label)}>
          <X size={16} aria-hidden="true" />
        </Combobox.Clear>
      )}
      <Combobox.Trigger className={styles.button} aria-label={setup.choice.open(label)}>
        <ChevronDown size={16} aria-hidden="true" />
      </Combobox.Trigger>
    </Combobox.InputGroup>
  );
}

function Several({
  label,
  named,
  chosen,
  shownLabel,
}: ChoiceBoxProps & { shownLabel: (choice: ShownChoice) => string }) {
  const { setup } = useTexts();
  return (
    <Combobox.InputGroup className={styles.group} data-invalid={named['aria-invalid']}>
      <Combobox.Chips
        className={styles.chips}
        aria-label={chosen.length > 0 ? setup.choice.chosen(label) : undefined}
      >
        {chosen.map((choice) => (
          <Combobox.Chip
            key={keyOfValue(choice.value)}
            className={styles.chip}
            aria-label={shownLabel(choice)}
          >
            {shownLabel(choice)}
            <Combobox.ChipRemove
              className={styles.remove}
              aria-label={setup.choice.remove(choice.label)}
            >
              <X size={14} aria-hidden="true" />
            </Combobox.ChipRemove>
          </Combobox.Chip>
        ))}
        <Combobox.Input
          className={styles.input}
          placeholder={chosen.length > 0 ? '' : setup.choice.search}
          {...named}
          aria-label={label}
        />
      </Combobox.Chips>
      <Combobox.Trigger className={styles.button} aria-label={setup.choice.open(label)}>
        <ChevronDown size={16} aria-hidden="true" />
      </Combobox.Trigger>
    </Combobox.InputGroup>
  );
}
