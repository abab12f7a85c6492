import { useMemo, useState } from 'react';
import { api } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { newOnceKey } from '../../../api/once.ts';
import { Form } from '../../../parts/form.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './collaborators.module.css';
import { ROLES, type Role } from './roles.ts';

interface AddCollaboratorProps {
  pluginId: number;
  onAdded: () => Promise<void>;
}

/** Gives somebody a part in a plugin, by the address of their account. */
export function AddCollaborator({ pluginId, onAdded }: AddCollaboratorProps) {
  const { people: texts } = useDeveloperTexts();
  const doing = useDoing();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('developer');
  const body = { email: email.trim(), role };
  const asked = JSON.stringify(body);
  // The same is added once, however often the button is pressed; somebody else is another request.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key for each body
  const key = useMemo(newOnceKey, [asked]);
  const words = useRefusal(doing.error);
  const add = () =>
    doing.run(async () => {
      await api.POST('/platform/v1/plugins/{id}/collaborators', {
        params: { path: { id: String(pluginId) }, header: { 'Idempotency-Key': key } },
        body,
      });
      setEmail('');
      await onAdded();
    });
  return (
    <Card title={texts.add}>
      <div className={styles.add}>
        <Form
          doing={doing}
          isChanged={email !== ''}
          isAtFields={words !== undefined}
          action={texts.add}
          onSubmit={add}
        >
          <TextField
            type="email"
            label={texts.email}
            hint={texts.emailHint}
            value={email}
            autoComplete="off"
            error={words}
            onChange={({ target }) => setEmail(target.value)}
          />
          <SelectField
            label={texts.role}
            hint={texts.means[role]}
            value={role}
            options={ROLES.map((value) => ({ value, label: texts.roles[value] }))}
            onChange={({ target }) =>
              setRole(ROLES.find((each) => each === target.value) ?? 'developer')
            }
          />
        </Form>
      </div>
    </Card>
  );
}

/** Why somebody cannot be added, where it is about who that is. */
function useRefusal(error: Error | undefined): string | undefined {
  const { people: texts } = useDeveloperTexts();
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'already_exists') return texts.already;
  return error.at('/email') === undefined ? undefined : texts.nobodyThere;
}
