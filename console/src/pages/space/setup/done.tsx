import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import type { Setup, Step } from '../../../setup/types.ts';
import { useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from './setup.module.css';
import type { PluginOfInstall } from './use-plugin.ts';

interface DonePageProps {
  setup: Setup;
  plugin: PluginOfInstall;
  spaceId: number;
  onStep: (step: Step) => void;
}

/** The end of a set-up: what happens now, and what to try first; or what is still to be done. */
export function DonePage(props: DonePageProps) {
  const { setup, plugin, spaceId, onStep } = props;
  const { setup: texts } = useTexts();
  const open = setup.steps.filter(({ state }) => state === 'open');
  const required = open.filter((step) => step.required);
  if (required.length > 0) return <NotYet {...props} steps={required} />;
  const { done } = texts;
  return (
    <Card className={styles.card}>
      <h2 tabIndex={-1} className={styles.title}>
        {done.title(plugin.name)}
      </h2>
      <div className={styles.done}>
        <p>{done.works(plugin.name)}</p>
        <Hears spaceId={spaceId} setup={setup} />
        {open.map((step) => (
          <p key={step.number} className={styles.later}>
            {done.openLater(step.title)}{' '}
            <Button size="small" onClick={() => onStep(step)}>
              {done.continueWith(step.title)}
            </Button>
          </p>
        ))}
        <p className={styles.onwards}>
          <PageLink className={buttonClass()} to={paths.install(spaceId, setup.install_id)}>
            {done.toInstall(plugin.name)}
          </PageLink>
        </p>
      </div>
    </Card>
  );
}

function NotYet({ plugin, steps, onStep }: DonePageProps & { steps: Step[] }) {
  const { setup: texts } = useTexts();
  const [first] = steps;
  return (
    <Card className={styles.card}>
      <h2 tabIndex={-1} className={styles.title}>
        {texts.done.notYet(plugin.name)}
      </h2>
      <div className={styles.done}>
        <p>{texts.done.stillOpen}</p>
        <ul className={styles.events}>
          {steps.map(({ number, title }) => (
            <li key={number}>{title}</li>
          ))}
        </ul>
        {first && (
          <p className={styles.onwards}>
            <Button kind="primary" onClick={() => onStep(first)}>
              {texts.done.continueWith(first.title)}
            </Button>
          </p>
        )}
      </div>
    </Card>
  );
}

interface Heard {
  name: string;
  description: string | null;
}

/** What the plugin hears of, in the host's words, and how to let the first of it happen. */
function Hears({ spaceId, setup }: Pick<DonePageProps, 'setup' | 'spaceId'>) {
  const { setup: texts } = useTexts();
  const events = useHeard(setup.install_id);
  if (events === undefined) return null;
  if (events.length === 0) return <p>{texts.done.hearsNothing}</p>;
  return (
    <>
      <p>{texts.done.hears}</p>
      <ul className={styles.events}>
        {events.map(({ name, description }) => (
          <li key={name}>
            {description} <code className={styles.code}>{name}</code>
          </li>
        ))}
      </ul>
      <Try spaceId={spaceId} />
    </>
  );
}

/** What it may hear of the host, which is without what happens to the plugin itself. */
function useHeard(id: number): Heard[] | undefined {
  const { data: allowed } = useQuery(
    read('/platform/v1/installs/{id}/permissions', { path: { id } }),
  );
  const { data: types, isPending } = useQuery(
    read('/platform/v1/event_types', { query: { limit: 100 } }),
  );
  if (allowed === undefined || isPending) return undefined;
  const words = new Map(types?.data.map(({ name, description }) => [name, description]));
  return allowed.events.map((name) => ({ name, description: words.get(name) ?? null }));
}

/** The demo's own attribute of its space: where its reception desk is. */
const RECEPTION = 'reception_url';

function Try({ spaceId }: { spaceId: number }) {
  const { setup: texts } = useTexts();
  const { data: space } = useQuery(read('/platform/v1/spaces/{id}', { path: { id: spaceId } }));
  const reception = (space?.attributes as Record<string, unknown> | undefined)?.[RECEPTION];
  const isThere = typeof reception === 'string' && /^https?:\/\//.test(reception);
  return (
    <div className={styles.try}>
      <h3>{texts.done.tryIt}</h3>
      <p>{texts.done.tryText}</p>
      <p className={styles.onwards}>
        {isThere && (
          <a
            className={buttonClass('primary')}
            href={reception}
            target="_blank"
            rel="noreferrer noopener"
          >
            {texts.done.reception}
          </a>
        )}
        <PageLink
          className={buttonClass(isThere ? 'secondary' : 'primary')}
          to={paths.activity(spaceId)}
        >
          {texts.done.watch}
        </PageLink>
      </p>
    </div>
  );
}
