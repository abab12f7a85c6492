import { useMemo, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { newOnceKey } from '../../../api/once.ts';
import { Form } from '../../../parts/form.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugins.module.css';
import { isSlug, slugOf } from './slug.ts';

const MAX_CHARACTERS = 100;

interface RegisterProps {
  onRegistered: (created: Schemas['PluginCreated']) => Promise<void>;
  onCancel: () => void;
}

/** Registers a plugin with as little as there must be: what it is called, by people and in addresses. */
export function Register({ onRegistered, onCancel }: RegisterProps) {
  const { plugins: texts } = useDeveloperTexts();
  const { common } = useTexts();
  const doing = useDoing();
  const [name, setName] = useState('');
  const [typedSlug, setSlug] = useState<string>();
  const [isTried, setTried] = useState(false);
  const slug = typedSlug ?? slugOf(name);
  const wrong = isTried ? wrongIn(name.trim(), slug) : {};
  const refused = doing.error instanceof ApiError ? doing.error : undefined;
  const isTaken = refused?.code === 'already_exists';
  const body = { name: name.trim(), slug };
  const asked = JSON.stringify(body);
  // The same is registered once, however often the button is pressed; another name is another request.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key for each body
  const key = useMemo(newOnceKey, [asked]);
  const register = async () => {
    setTried(true);
    if (Object.keys(wrongIn(name.trim(), slug)).length > 0) return;
    await doing.run(async () => {
      const { data } = await api.POST('/platform/v1/plugins', {
        params: { header: { 'Idempotency-Key': key } },
        body: body as typeof body & Record<string, never>,
      });
      if (data !== undefined) await onRegistered(data);
    });
  };
  return (
    <Card title={texts.register}>
      <div className={styles.register}>
        <p className={styles.about}>{texts.registerText}</p>
        <Form
          doing={doing}
          isChanged={name !== ''}
          isAtFields={isTaken}
          action={texts.register}
          other={<Button onClick={onCancel}>{common.cancel}</Button>}
          onSubmit={register}
        >
          <TextField
            label={texts.name}
            hint={texts.nameHint}
            value={name}
            maxLength={MAX_CHARACTERS}
            autoComplete="off"
            autoFocus
            error={wrong.name && texts[wrong.name]}
            onChange={({ target }) => setName(target.value)}
          />
          <TextField
            label={texts.slug}
            hint={texts.slugHint}
            value={slug}
            maxLength={MAX_CHARACTERS}
            autoComplete="off"
            spellCheck={false}
            error={wrong.slug ? texts[wrong.slug] : isTaken ? texts.slugTaken : undefined}
            onChange={({ target }) => setSlug(target.value)}
          />
        </Form>
      </div>
    </Card>
  );
}

interface Wrong {
  name?: 'nameMissing';
  slug?: 'slugMissing' | 'slugWrong';
}

function wrongIn(name: string, slug: string): Wrong {
  return {
    ...(name === '' && { name: 'nameMissing' as const }),
    ...(slug === '' && name !== '' && { slug: 'slugMissing' as const }),
    ...(slug !== '' && !isSlug(slug) && { slug: 'slugWrong' as const }),
  };
}
