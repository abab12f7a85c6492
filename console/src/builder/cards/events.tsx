import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { useVocabulary } from '../../parts/vocabulary.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Banner, Card } from '../../ui/card.tsx';
import styles from '../builder.module.css';
import { useBuilder, usePlace } from '../context.ts';
import { Choice, Line } from '../controls/controls.tsx';
import { JsonField } from '../controls/json-field.tsx';
import { OrderedList } from '../controls/ordered-list.tsx';
import { goTo } from '../go-to.ts';
import { listAt } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';

// More than any host has.
const MOST = { query: { limit: 200 } };

/** What the plugin hears of, and where it is told. */
export function Events() {
  const { cards, events: texts } = useBuilderTexts();
  const known = useQuery(read('/platform/v1/event_types', MOST)).data?.data ?? [];
  const titleOf = useTitleOf(known);
  return (
    <Card title={cards.events}>
      <div className={styles.fields}>
        <p className={styles.about}>{texts.about}</p>
        <OrderedList
          at="/events"
          label={cards.events}
          nameOf={({ name }, index) =>
            typeof name === 'string' && name !== '' ? titleOf(name) : texts.number(index + 1)
          }
          add={texts.add}
          made={() => ({ name: '', url: '', filter: null })}
          isFolding
        >
          {(at) => <Subscription at={at} known={known} />}
        </OrderedList>
      </div>
    </Card>
  );
}

type EventType = Schemas['EventType'];

function useTitleOf(known: readonly EventType[]): (name: string) => string {
  const lifecycle: Record<string, string> = useTexts().status.lifecycle;
  return (name) => lifecycle[name] ?? known.find((type) => type.name === name)?.description ?? name;
}

function Subscription({ at, known }: { at: string; known: readonly EventType[] }) {
  const { events: texts } = useBuilderTexts();
  const { lifecycle } = useTexts().status;
  const vocabulary = useVocabulary();
  const { value } = usePlace(`${at}/name`);
  const name = typeof value === 'string' ? value : '';
  const type = known.find((one) => one.name === name);
  const all = [
    ...known.map((one) => ({ value: one.name, label: `${one.description} (${one.name})` })),
    ...Object.entries(lifecycle).map(([event, title]) => ({
      value: event,
      label: `${title} (${event})`,
    })),
  ];
  const isKnown = name === '' || all.some((one) => one.value === name);
  return (
    <div className={styles.fields}>
      <Choice
        at={`${at}/name`}
        label={texts.event}
        hint={
          type?.required_scope == null
            ? undefined
            : texts.needsScope(vocabulary.scope(type.required_scope))
        }
        options={[
          ...(name === '' ? [{ value: '', label: texts.choose }] : []),
          ...(isKnown ? [] : [{ value: name, label: name }]),
          ...all,
        ]}
      />
      {type?.required_scope != null && (
        <ScopeNeeded scope={type.required_scope} onAsked={() => goTo(`${at}/name`)} />
      )}
      <Line at={`${at}/url`} type="url" label={texts.url} hint={texts.urlHint} empty="" />
      <JsonField at={`${at}/filter`} label={texts.filter} hint={texts.filterHint} />
      {type !== undefined && type.example_payload !== null && (
        <details>
          <summary>{texts.example}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
          <pre className={styles.code} tabIndex={0}>
            {JSON.stringify(type.example_payload, null, 2)}
          </pre>
        </details>
      )}
    </div>
  );
}

/** Where the manifest does not ask for what an event needs: nobody would send it, so it is a click to ask. */
function ScopeNeeded({ scope, onAsked }: { scope: string; onAsked: () => void }) {
  const { events: texts } = useBuilderTexts();
  const { draft } = useBuilder();
  const { set, isReadOnly } = usePlace('/scopes');
  const required = listAt(draft.manifest, '/scopes');
  if ([...required, ...listAt(draft.manifest, '/optional_scopes')].includes(scope)) return null;
  const ask = () => {
    set([...required, scope]);
    onAsked();
  };
  return (
    <Banner tone="warning">
      <p>{texts.notAsked}</p>
      {!isReadOnly && (
        <Button size="small" onClick={ask}>
          {texts.ask}
        </Button>
      )}
    </Banner>
  );
}
