import type { ComponentType } from 'react';
import { CheckboxFieldOfForm } from './fields/checkbox.tsx';
import { InfoFieldOfForm } from './fields/info.tsx';
import { LinkFieldOfForm } from './fields/link.tsx';
import { MappingFieldOfForm } from './fields/mapping.tsx';
import { PasswordFieldOfForm } from './fields/password.tsx';
import { ResourceFieldOfForm } from './fields/resource-select.tsx';
import { SelectFieldOfForm } from './fields/select.tsx';
import { TextFieldOfForm } from './fields/text.tsx';
import type { Field, FieldProps } from './types.ts';

// A type of the API that is missing here does not compile.
const TYPES: { [Type in Field['type']]: ComponentType<FieldProps<Type>> } = {
  text: TextFieldOfForm,
  password: PasswordFieldOfForm,
  checkbox: CheckboxFieldOfForm,
  select: SelectFieldOfForm,
  link: LinkFieldOfForm,
  info: InfoFieldOfForm,
  resource_select: ResourceFieldOfForm,
  mapping: MappingFieldOfForm,
};

/** A field of whichever type it is. */
export function FieldOfType(props: FieldProps<Field['type']>) {
  const Component = TYPES[props.field.type] as ComponentType<FieldProps<Field['type']>> | undefined;
  // Of a newer server than this page's.
  return Component && <Component {...props} />;
}
