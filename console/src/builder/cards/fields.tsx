import styles from '../builder.module.css';
import { usePlace } from '../context.ts';
import { Choice, Flag, Line, Lines } from '../controls/controls.tsx';
import { MemberControl } from '../controls/member.tsx';
import { OrderedList } from '../controls/ordered-list.tsx';
import { FIELD_MEMBERS, type FieldType, SELECT } from '../members.ts';
import type { Part } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';

/** The fields of a form. */
export function Fields({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  return (
    <fieldset className={styles.group}>
      <legend>{texts.fields}</legend>
      <OrderedList
        at={at}
        label={texts.fields}
        nameOf={({ label }, index) =>
          typeof label === 'string' && label !== '' ? label : texts.fieldNumber(index + 1)
        }
        add={texts.addField}
        made={() => ({ key: '', type: 'text', label: '' })}
        isFolding
      >
        {(place) => <Field at={place} />}
      </OrderedList>
    </fieldset>
  );
}

const TYPES = Object.keys(FIELD_MEMBERS) as FieldType[];

const isFieldType = (type: unknown): type is FieldType =>
  typeof type === 'string' && Object.hasOwn(FIELD_MEMBERS, type);

/** A field keeps what all have as it becomes one of another type. */
const fieldOfType = ({ key, label, description, required }: Part, type: FieldType): Part => ({
  key,
  type,
  label,
  ...(description !== undefined && { description }),
  ...(required !== undefined && { required }),
  ...(type === 'mapping' && { right_field: { type: 'text' } }),
});

function Field({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  const { value, set } = usePlace(at);
  const field = (value ?? {}) as Part;
  const { type } = field;
  return (
    <div className={styles.fields}>
      <Choice
        at={`${at}/type`}
        label={texts.fieldType}
        options={TYPES.map((name) => ({ value: name, label: texts.fieldTypes[name] }))}
        onChange={(chosen) => set(fieldOfType(field, chosen as FieldType))}
      />
      <Line at={`${at}/label`} label={texts.label} empty="" />
      <Line at={`${at}/key`} label={texts.key} hint={texts.keyHint} empty="" />
      <Lines at={`${at}/description`} label={texts.description} />
      <Flag at={`${at}/required`} label={texts.required} />
      {isFieldType(type) ? (
        FIELD_MEMBERS[type].map((member) => (
          <MemberControl key={member.name} at={at} member={member} />
        ))
      ) : (
        <p>{texts.onlyRaw}</p>
      )}
      {type === 'select' && <Pagination at={`${at}/pagination`} />}
      {type === 'link' && <Target at={`${at}/target`} />}
      {type === 'mapping' && <RightField at={`${at}/right_field`} />}
    </div>
  );
}

function Pagination({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  return (
    <Choice
      at={at}
      label={texts.pagination}
      options={[
        { value: '', label: texts.paginations.none },
        { value: 'page', label: texts.paginations.page },
        { value: 'cursor', label: texts.paginations.cursor },
      ]}
    />
  );
}

function Target({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  return (
    <Choice
      at={at}
      label={texts.target}
      options={[
        { value: '', label: texts.targets.default },
        { value: 'tab', label: texts.targets.tab },
        { value: 'popup', label: texts.targets.popup },
      ]}
    />
  );
}

function RightField({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  const { value, set } = usePlace(at);
  const isSelect = (value as Part | undefined)?.type === 'select';
  return (
    <fieldset className={styles.group}>
      <legend>{texts.right}</legend>
      <Choice
        at={`${at}/type`}
        label={texts.rightType}
        options={[
          { value: 'text', label: texts.fieldTypes.text },
          { value: 'select', label: texts.fieldTypes.select },
        ]}
        onChange={(type) => set({ type })}
      />
      {isSelect && (
        <>
          {SELECT.map((member) => (
            <MemberControl key={member.name} at={at} member={member} />
          ))}
          <Pagination at={`${at}/pagination`} />
        </>
      )}
    </fieldset>
  );
}
