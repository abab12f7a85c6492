import type { Schemas } from '../api/client.ts';
import { useTexts } from '../texts.tsx';
import { Status } from '../ui/status.tsx';
import styles from './activity.module.css';

type Request = Schemas['SentRequest'];
type Check = NonNullable<Request['signature_check']>;
type Header = Check['signatures'][number]['header'];

/** As they are written where they are told of. */
const HEADERS = {
  'x-envoy-signature': 'X-Envoy-Signature',
  'webhook-signature': 'webhook-signature',
} as const satisfies Record<Header, string>;
const ALL = Object.keys(HEADERS) as Header[];

/** Whether the signatures of a request are those of its body, or why nobody can say: to whoever may see signatures. */
export function SignatureVerdict({ request }: { request: Request }) {
  const { signature: texts } = useTexts();
  const { signature_check: check, secret_generation: newest } = request;
  if (check === null) return null;
  const { not_checked, signatures } = check;
  if (not_checked !== null) {
    const secrets = signatures.filter(({ header }) => header === 'webhook-signature').length;
    return (
      <div className={styles.part}>
        <Status tone="neutral">{texts.unknown}</Status>
        <p className={styles.muted}>
          {texts.why[not_checked]} {texts.signedBy(newest, secrets)}
        </p>
      </div>
    );
  }
  return (
    <div className={styles.part}>
      <Verdict check={check} />
      <ul className={styles.muted} aria-label={texts.label}>
        {ALL.map((header) => (
          <li key={header}>
            <code>{HEADERS[header]}</code> {texts.by(...secretsOf(check, header))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A receiver accepts a request by one signature of a header: others of it may be by secrets that are gone. */
function Verdict({ check }: { check: Check }) {
  const { signature: texts } = useTexts();
  const holding = ALL.filter((header) => secretsOf(check, header)[0].length > 0);
  const [only] = holding;
  if (only === undefined) return <Status tone="outline">{texts.outdated}</Status>;
  if (holding.length === ALL.length) return <Status tone="success">{texts.both}</Status>;
  return <Status tone="warning">{texts.one(HEADERS[only])}</Status>;
}

/** The generations by which the signatures of a header verify, and how many verify by none. */
function secretsOf({ signatures }: Check, wanted: Header): [generations: string[], lost: number] {
  const ofHeader = signatures.filter(({ header }) => header === wanted);
  const generations = ofHeader.flatMap(({ verified_by }) => verified_by ?? []).map(String);
  return [generations, ofHeader.length - generations.length];
}
