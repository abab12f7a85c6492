import { useEffect, useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { readAgain } from '../../api/query.ts';
import { Form } from '../../parts/form.tsx';
import { useDoing } from '../../parts/use-doing.ts';
import { useTexts } from '../../texts.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Section } from './section.tsx';

/** In the place of a language, for none of one's own. */
const BROWSERS = '';
const MAX_NAME = 200;

/** Name and language. */
export function Profile({ me }: { me: Schemas['Me'] }) {
  const { account } = useTexts();
  const doing = useDoing();
  const [draft, setDraft] = useState<{ name?: string; lang?: string }>({});
  const [isNameless, setNameless] = useState(false);
  const [saved, setSaved] = useState<'here' | 'in another language'>();
  const name = draft.name ?? me.friendly_name;
  const lang = draft.lang ?? me.lang ?? BROWSERS;
  const isRefused =
    doing.error instanceof ApiError && doing.error.at('/friendly_name') !== undefined;
  // After the form, which then no longer asks whether to leave: the document is in the language of before.
  useEffect(() => {
    if (saved === 'in another language') location.reload();
  }, [saved]);
  const change = (patch: typeof draft) => {
    setDraft({ ...draft, ...patch });
    setNameless(false);
    setSaved(undefined);
  };
  const save = async () => {
    const friendly_name = name.trim();
    setNameless(friendly_name === '');
    if (friendly_name === '') return;
    const isSaved = await doing.run(async () => {
      await api.PATCH('/platform/v1/me', { body: { friendly_name, lang: lang || null } });
      await readAgain('/platform/v1/me');
    });
    if (!isSaved) return;
    setDraft({});
    setSaved(lang === (me.lang ?? BROWSERS) ? 'here' : 'in another language');
  };
  return (
    <Section title={account.profile} text={account.profileText}>
      <Form
        doing={doing}
        isChanged={name !== me.friendly_name || lang !== (me.lang ?? BROWSERS)}
        isAtFields={isRefused}
        action={account.saveProfile}
        said={saved && account.saved}
        onSubmit={save}
      >
        <TextField
          label={account.name}
          value={name}
          autoComplete="name"
          maxLength={MAX_NAME}
          error={isNameless ? account.nameMissing : isRefused ? account.nameWrong : undefined}
          onChange={(event) => change({ name: event.target.value })}
        />
        <SelectField
          label={account.language}
          value={lang}
          options={languages(account.browsersLanguage, me.lang)}
          onChange={(event) => change({ lang: event.target.value })}
        />
      </Form>
    </Section>
  );
}

/** Those that there are texts in, and the one that the host gave: saving a name must not lose it. */
function languages(browsers: string, chosen: string | null) {
  const own = chosen === null || chosen === 'en' || chosen === 'de' ? [] : [chosen];
  return [
    { value: BROWSERS, label: browsers },
    { value: 'en', label: 'English' },
    { value: 'de', label: 'Deutsch' },
    ...own.map((tag) => ({ value: tag, label: languageName(tag) })),
  ];
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  } catch {
    // Not every text of the right form is a tag.
    return tag;
  }
}
