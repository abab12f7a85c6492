import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react';
import { ApiError } from '../../../api/errors.ts';
import { Failure } from '../../../parts/failure.tsx';
import { isJson } from '../../../parts/json-text.ts';
import { JsonTree } from '../../../parts/json-tree.tsx';
import { late } from '../../../parts/late.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useEventTitle } from '../../../parts/vocabulary.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { EventField } from './event-field.tsx';
import type { RefusedPayload } from './payload-field.tsx';
import { sendSample } from './send-sample.ts';
import styles from './try-out.module.css';
import type { Tried } from './types.ts';
import { useComposed } from './use-composed.ts';
import { useDecisionWords } from './use-decision-words.ts';
import type { SampleType } from './use-samples.ts';

const load = late(() => import('./payload-field.tsx'));
const PayloadField = lazy(async () => ({ default: (await load()).PayloadField }));

const MAX_IDENTIFIER = 500;
const PAYLOAD = '/payload';

interface ComposerProps extends Tried {
  types: readonly SampleType[];
  /** Names of the events that are heard. */
  heard: readonly string[];
  onSent: (eventId: string) => void;
}

/** A sample event: what is typed of it stays, for each event, until the tab is closed. */
export function Composer({ plugin, install, types, heard, onSent }: ComposerProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const { common } = useTexts();
  const whyOf = useDecisionWords();
  const doing = useDoing();
  const [said, setSaid] = useState('');
  const [noJson, setNoJson] = useState<string>();
  const [sent, setSent] = useState('');
  const [round, setRound] = useState(0);
  const [composed = first(types, heard), setComposed] = useComposed(install.id);
  const chosen = types.find(({ type }) => type.name === composed.event) ?? types[0];
  const name = chosen?.type.name ?? '';
  const example = chosen?.example ?? '{}';
  const text = composed.payloads[name] ?? example;
  const { identifier } = composed;
  // Where none is heard that is said above.
  const isUnheard = !heard.includes(name) && types.some(({ type }) => heard.includes(type.name));
  const refusals = doing.error instanceof ApiError ? doing.error.violations : [];
  const at = (pointer: string) => refusals.find((one) => one.pointer === pointer)?.message;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one only where something else was refused
  const refused = useMemo(() => refusedOf({ noJson, sent, refusals }), [noJson, doing.error]);
  const isAtFields = refusals.some(({ pointer }) => isAtField(pointer));
  const forget = () => {
    setNoJson(undefined);
    setSaid('');
    doing.forget();
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (doing.isBusy) return;
    forget();
    if (!isJson(text)) return setNoJson(text);
    setSent(text);
    await doing.run(async () => {
      const sample = { name, identifier: identifier.trim() || null, payload: text };
      const { event: kept, decision } = await sendSample(install.id, sample);
      setSaid(whyOf(decision, plugin.name));
      onSent(kept.id);
    });
  };
  const type = (payload: string) =>
    setComposed({ ...composed, event: name, payloads: { ...composed.payloads, [name]: payload } });
  return (
    <form className={styles.compose} onSubmit={send} noValidate>
      <EventField
        options={useOptions(types, heard)}
        chosen={name}
        error={at('/name')}
        hint={isUnheard ? <NotHeard slug={plugin.slug} /> : undefined}
        onChoose={(event) => {
          forget();
          setComposed({ ...composed, event });
        }}
      />
      <Suspense fallback={<Skeleton rows={8} label={common.loading} />}>
        <PayloadField
          key={`${name} ${round}`}
          text={text}
          hint={chosen?.example === undefined ? texts.noExample : texts.payloadHint}
          refused={refused}
          onChange={type}
        />
      </Suspense>
      {chosen?.schema !== undefined && (
        <details className={styles.schema}>
          <summary>{texts.payloadSchema}</summary>
          <JsonTree text={chosen.schema} label={texts.payloadSchema} />
        </details>
      )}
      <TextField
        label={texts.identifier}
        hint={texts.identifierHint}
        isOptional
        value={identifier}
        maxLength={MAX_IDENTIFIER}
        autoComplete="off"
        spellCheck={false}
        error={at('/identifier')}
        onChange={({ target }) =>
          setComposed({ ...composed, event: name, identifier: target.value })
        }
      />
      {doing.error !== undefined && !isAtFields && (
        <Failure error={doing.error}>{texts.notSent}</Failure>
      )}
      <div className={styles.ways}>
        <Button type="submit" kind="primary" isBusy={doing.isBusy}>
          {texts.send}
        </Button>
        {text !== example && (
          <Button
            kind="quiet"
            onClick={() => {
              forget();
              type(example);
              setRound(round + 1);
            }}
          >
            {texts.example}
          </Button>
        )}
      </div>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </form>
  );
}

/** What somebody begins with: the first event that is heard. */
const first = (types: readonly SampleType[], heard: readonly string[]) => ({
  event: types.find(({ type }) => heard.includes(type.name))?.type.name ?? '',
  identifier: '',
  payloads: {} as Record<string, string>,
});

/** All events, those first that are heard. */
function useOptions(types: readonly SampleType[], heard: readonly string[]) {
  const { tryOut: texts } = useDeveloperTexts();
  const titleOf = useEventTitle();
  const options = types.map(({ type: { name, description } }) => {
    const isHeard = heard.includes(name);
    const title = titleOf(name, description);
    const label = title === name ? name : `${title} (${name})`;
    return { name, isHeard, label: isHeard ? label : texts.notHeard(label) };
  });
  return [...options.filter((one) => one.isHeard), ...options.filter((one) => !one.isHeard)];
}

function NotHeard({ slug }: { slug: string }) {
  const { tryOut: texts } = useDeveloperTexts();
  return (
    <>
      {texts.hearsNotThis}{' '}
      <PageLink to={paths.builderOf(slug)} hash="/events">
        {texts.addEvent}
      </PageLink>
    </>
  );
}

const isOfPayload = (pointer: string): boolean =>
  pointer === PAYLOAD || pointer.startsWith(`${PAYLOAD}/`);

const isAtField = (pointer: string): boolean =>
  isOfPayload(pointer) || pointer === '/name' || pointer === '/identifier';

interface Refused {
  /** What was typed and is no JSON. */
  noJson: string | undefined;
  sent: string;
  refusals: ApiError['violations'];
}

function refusedOf({ noJson, sent, refusals }: Refused): RefusedPayload | undefined {
  if (noJson !== undefined) return { text: noJson, violations: [] };
  const violations = refusals
    .filter(({ pointer }) => isOfPayload(pointer))
    .map((one) => ({ ...one, pointer: one.pointer.slice(PAYLOAD.length) }));
  return violations.length === 0 ? undefined : { text: sent, violations };
}
