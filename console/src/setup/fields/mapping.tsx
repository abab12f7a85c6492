import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { choicesOf } from '../../api/setup.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import control from '../../ui/field.module.css';
import { ChoiceField } from '../choice/choice-field.tsx';
import { FEW, FewChoices } from '../choice/few-choices.tsx';
import { keyOfValue } from '../choice/values.ts';
import styles from '../setup.module.css';
import { TryAgain } from '../try-again.tsx';
import type { FieldProps } from '../types.ts';

interface Pair {
  left: unknown;
  right: unknown;
}
interface Left {
  label: string;
  value: unknown;
}

/** To each choice on the left, something on the right. */
export function MappingFieldOfForm(props: FieldProps<'mapping'>) {
  const { field, place, plugin, value, onChange, error } = props;
  const { setup, common } = useTexts();
  const id = useId();
  const isAsked = field.left_options === undefined;
  const asked = useInfiniteQuery({ ...choicesOf(place, {}), enabled: isAsked });
  const lefts: Left[] = field.left_options ?? asked.data?.pages.flatMap((page) => page.data) ?? [];
  const pairs = Array.isArray(value) ? (value as Pair[]) : [];
  const assign = (left: unknown, right: unknown) => {
    const others = pairs.filter((pair) => !isSame(pair.left, left));
    onChange(isNothing(right) ? others : inOrder([...others, { left, right }], lefts));
  };
  return (
    <fieldset className={styles.pairs} aria-describedby={`${id}-below`}>
      <legend>
        {field.label}
        {!field.required && <span className={styles.hint}> {common.optional}</span>}
      </legend>
      {field.description && <p className={styles.hint}>{field.description}</p>}
      {lefts.map((left) => (
        <div key={keyOfValue(left.value)} className={styles.pair}>
          <span>{left.label}</span>
          <span className={styles.arrow} aria-hidden="true">
            →
          </span>
          <Right
            {...props}
            left={left}
            value={pairs.find((pair) => isSame(pair.left, left.value))?.right}
            onChange={(right) => assign(left.value, right)}
          />
        </div>
      ))}
      {isAsked && asked.isFetching && <p role="status">{setup.choice.loading}</p>}
      {isAsked && asked.isError && (
        <TryAgain
          onRetry={() => (asked.data === undefined ? asked.refetch() : asked.fetchNextPage())}
        >
          {setup.mapping.failed(plugin)}
        </TryAgain>
      )}
      {isAsked && asked.isSuccess && lefts.length === 0 && <p>{setup.mapping.none}</p>}
      {isAsked && asked.hasNextPage && !asked.isFetching && (
        <div>
          <Button size="small" onClick={() => asked.fetchNextPage()}>
            {setup.mapping.more}
          </Button>
        </div>
      )}
      <div id={`${id}-below`}>
        {error !== undefined && (
          <p className={styles.error} role="alert">
            {error}
          </p>
        )}
      </div>
    </fieldset>
  );
}

const isSame = (one: unknown, other: unknown) => keyOfValue(one) === keyOfValue(other);

const isNothing = (right: unknown) =>
  right === null || right === undefined || right === '' || (Array.isArray(right) && !right.length);

function inOrder(pairs: Pair[], lefts: Left[]): Pair[] {
  const placeOf = ({ left }: Pair) => lefts.findIndex(({ value }) => isSame(value, left));
  return pairs.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** What a left choice is assigned to. */
function Right({
  field,
  place,
  plugin,
  left,
  value,
  onChange,
  error,
}: FieldProps<'mapping'> & { left: Left }) {
  const { setup } = useTexts();
  const { right_field: right } = field;
  const label = setup.mapping.rightFor(field.label, left.label);
  const isWrong = error !== undefined && isNothing(value);
  if (right.type === 'text') {
    return (
      <input
        className={control.control}
        aria-label={label}
        aria-invalid={isWrong || undefined}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  const { options, multiple = false, searchable = false, calls = [] } = right;
  const shared = { label, isLabelHidden: true, isOptional: true, isWrong, value, onChange };
  if (options && options.length <= FEW && !multiple)
    return <FewChoices {...shared} options={options} />;
  const knowsLabels = calls.includes('selected_values');
  const source = { place, plugin, options, isSearched: searchable, knowsLabels };
  return (
    <ChoiceField {...shared} isMultiple={multiple} source={{ ...source, parent: left.value }} />
  );
}
