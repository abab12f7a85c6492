import { textOfValue } from '../../api/exact.ts';
import { Checkbox, SelectField, TextField } from '../../ui/field.tsx';
import styles from '../builder.module.css';
import { usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { Line } from './controls.tsx';
import { OrderedList } from './ordered-list.tsx';

/** Choices that are known when the manifest is written. */
export function OptionsEditor({ at, label }: { at: string; label: string }) {
  const { options: texts } = useBuilderTexts();
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <OrderedList
        at={at}
        label={label}
        nameOf={({ label: name }, index) =>
          typeof name === 'string' && name !== '' ? name : texts.number(index + 1)
        }
        add={texts.add}
        made={() => ({ label: '', value: '' })}
        isLeftOut
      >
        {(place) => (
          <div className={styles.option}>
            <Line at={`${place}/label`} label={texts.label} empty="" />
            <OptionValue at={`${place}/value`} />
          </div>
        )}
      </OrderedList>
    </fieldset>
  );
}

const EMPTY = { string: '', number: 0, boolean: true } as const;
type Kind = keyof typeof EMPTY;

const kindOf = (value: unknown): Kind =>
  typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'string' : 'number';

/** What is saved where it is chosen: a text, a number, or yes or no. */
function OptionValue({ at }: { at: string }) {
  const { options: texts } = useBuilderTexts();
  const { value, set, error, isReadOnly } = usePlace(at, texts.value);
  const kind = value === undefined ? 'string' : kindOf(value);
  return (
    <div className={styles.option} data-pointer={at}>
      <SelectField
        label={texts.kind}
        value={kind}
        disabled={isReadOnly}
        options={(['string', 'number', 'boolean'] as const).map((name) => ({
          value: name,
          label: texts.kinds[name],
        }))}
        onChange={({ target }) => set(EMPTY[target.value as Kind])}
      />
      {kind === 'boolean' ? (
        <Checkbox
          label={texts.value}
          error={error}
          isChecked={value === true}
          isBusy={isReadOnly}
          onChange={set}
        />
      ) : (
        <TextField
          label={texts.value}
          type={kind === 'number' ? 'number' : 'text'}
          step="any"
          error={error}
          readOnly={isReadOnly}
          value={value === undefined || value === null ? '' : textOfValue(value)}
          onChange={({ target }) => set(kind === 'number' ? numberOf(target.value) : target.value)}
        />
      )}
    </div>
  );
}

const numberOf = (text: string): unknown => (text === '' ? null : Number(text));
