import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import styles from '../builder.module.css';
import { useBuilder, usePlace } from '../context.ts';
import { Line } from '../controls/controls.tsx';
import { listAt } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';

// More than any host has.
const MOST = { query: { limit: 200 } };
const LISTS = { required: '/scopes', optional: '/optional_scopes' } as const;

/** What the plugin may do, and where a browser returns to that was asked to agree. */
export function OAuthCard() {
  const { cards, names, hints, oauth: texts } = useBuilderTexts();
  const { draft } = useBuilder();
  const known = useQuery(read('/platform/v1/scopes', MOST)).data?.data ?? [];
  const named = Object.values(LISTS).flatMap((list) => listAt(draft.manifest, list));
  const gone = [...new Set(named.map(String))].filter(
    (name) => !known.some((scope) => scope.name === name),
  );
  return (
    <Card title={cards.oauth}>
      <div className={styles.fields}>
        <Line
          at="/oauth_redirect_uri"
          type="url"
          label={names.oauth_redirect_uri}
          hint={hints.oauth_redirect_uri}
          isOptional
          empty={null}
        />
        <Line
          at="/dev_oauth_redirect_uri"
          type="url"
          label={names.dev_oauth_redirect_uri}
          isOptional
          empty={null}
        />
        <fieldset className={styles.group} data-pointer="/scopes">
          <legend>{texts.scopes}</legend>
          <p className={styles.about}>{texts.scopesHint}</p>
          {known.map(({ name, description }) => (
            <Scope key={name} name={name} description={description} />
          ))}
          {gone.map((name) => (
            <Scope key={name} name={name} description={name} />
          ))}
          {known.length + gone.length === 0 && <p>{texts.noScopes}</p>}
        </fieldset>
      </div>
    </Card>
  );
}

function Scope({ name, description }: { name: string; description: string }) {
  const { oauth: texts } = useBuilderTexts();
  const { draft, dispatch, isReadOnly } = useBuilder();
  const listOf = (kind: keyof typeof LISTS) => listAt(draft.manifest, LISTS[kind]);
  const asked = (['required', 'optional'] as const).find((kind) => listOf(kind).includes(name));
  const index = asked === undefined ? -1 : listOf(asked).indexOf(name);
  const at = asked === undefined ? `/scopes/${name}` : `${LISTS[asked]}/${index}`;
  const { error } = usePlace(at, description);
  const ask = (chosen: string) => {
    for (const kind of ['required', 'optional'] as const) {
      const others = listOf(kind).filter((other) => other !== name);
      const is = listOf(kind).includes(name);
      if (is !== (kind === chosen))
        dispatch({
          type: 'set',
          at: LISTS[kind],
          value: kind === chosen ? [...others, name] : others,
        });
    }
  };
  return (
    <div data-pointer={at}>
      <SelectField
        label={description}
        hint={description === name ? undefined : name}
        error={error}
        disabled={isReadOnly}
        value={asked ?? ''}
        options={[
          { value: '', label: texts.notAsked },
          { value: 'required', label: texts.required },
          { value: 'optional', label: texts.optional },
        ]}
        onChange={({ target }) => ask(target.value)}
      />
    </div>
  );
}
