import { Ear, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { useTexts } from '../../../texts.tsx';
import styles from './asked.module.css';

type Plugin = Schemas['CatalogPlugin'];
type Described = Plugin['events'][number];

// Every plugin may hear of them; they have no words of the host's.
const OWN_LIFE = new Set([
  'plugin_installed',
  'plugin_updated',
  'config_updated',
  'plugin_uninstalled',
]);

/** The events of the host that a plugin hears. */
export const hostEventsOf = ({ events }: Plugin): Described[] =>
  events.filter(({ name }) => !OWN_LIFE.has(name));

/** What a plugin hears of, in words. */
export function Hears({ plugin }: { plugin: Plugin }) {
  const { catalog } = useTexts();
  const hostEvents = hostEventsOf(plugin);
  const hearsItself = hostEvents.length < plugin.events.length;
  if (plugin.events.length === 0) return <p className={styles.nothing}>{catalog.hearsNothing}</p>;
  return (
    <ul className={styles.list}>
      {hostEvents.map((event) => (
        <Line key={event.name} icon={<Ear size={16} aria-hidden="true" />}>
          <InWords of={event} />
        </Line>
      ))}
      {hearsItself && (
        <Line icon={<Ear size={16} aria-hidden="true" />}>{catalog.hearsOwnLife}</Line>
      )}
    </ul>
  );
}

interface MayProps {
  plugin: Plugin;
  /** Also what it can do without, marked as such. */
  withOptional?: boolean;
}

/** What a plugin may do, in words. */
export function May({ plugin, withOptional = false }: MayProps) {
  const { catalog } = useTexts();
  const optional = withOptional ? plugin.optional_scopes : [];
  if (plugin.scopes.length + optional.length === 0)
    return <p className={styles.nothing}>{catalog.mayNothing}</p>;
  return (
    <ul className={styles.list}>
      {plugin.scopes.map((scope) => (
        <Line key={scope.name} icon={<KeyRound size={16} aria-hidden="true" />}>
          <InWords of={scope} />
        </Line>
      ))}
      {optional.map((scope) => (
        <Line key={scope.name} icon={<KeyRound size={16} aria-hidden="true" />}>
          <InWords of={scope} /> <span className={styles.mark}>{catalog.mayIfYouLike}</span>
        </Line>
      ))}
    </ul>
  );
}

/** What its set-up asks for, a line for each step. */
export function Asks({ plugin: { setup_steps: steps } }: { plugin: Plugin }) {
  const { catalog } = useTexts();
  if (steps.length === 0) return <p className={styles.nothing}>{catalog.asksNothing}</p>;
  return (
    <ol className={styles.list}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <Line key={index} icon={<span className={styles.number}>{index + 1}</span>}>
          {step.title}
          {!step.required && (
            <>
              {' '}
              <span className={styles.mark}>{catalog.stepOptional}</span>
            </>
          )}
          <StepDetail step={step} />
        </Line>
      ))}
    </ol>
  );
}

function StepDetail({ step }: { step: Plugin['setup_steps'][number] }) {
  const { catalog } = useTexts();
  const detail = detailOf();
  return detail === '' ? null : <p className={styles.detail}>{detail}</p>;

  function detailOf(): string {
    if (step.type === 'oauth2') return catalog.asksSignIn(step.host ?? '');
    if (step.type === 'popup') return catalog.asksWindow(step.host ?? '');
    return step.fields.map(({ label }) => label).join(' · ');
  }
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.line}>
      {icon}
      <div>{children}</div>
    </li>
  );
}

/** What a scope or an event is, in the host's words; its name where there are none. */
const InWords = ({ of: { name, description } }: { of: Described }) =>
  description ?? <code>{name}</code>;
