import { useMemo, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { newOnceKey } from '../../../api/once.ts';
import { readAgain } from '../../../api/query.ts';
import { Form } from '../../../parts/form.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { Banner, Card } from '../../../ui/card.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ShownOnce } from '../../developer/secrets/shown-once.tsx';
import { useOperatorTexts } from '../texts.ts';
import styles from './developers.module.css';
import { INVITATIONS } from './invitations.tsx';

/** Invites somebody to develop: the link goes by mail, or is shown once where there is no mail. */
export function Invite() {
  const { developers: texts } = useOperatorTexts();
  const doing = useDoing();
  const [email, setEmail] = useState('');
  const [made, setMade] = useState<Schemas['DeveloperInvitationCreated']>();
  const isTaken = doing.error instanceof ApiError && doing.error.code === 'already_exists';
  // Asked again since no answer came, one invitation is made.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key for each that was made
  const key = useMemo(newOnceKey, [email, made?.id]);
  const invite = () =>
    doing.run(async () => {
      const { data } = await api.POST(INVITATIONS, {
        params: { header: { 'Idempotency-Key': key } },
        body: { email: email.trim() },
      });
      setMade(data);
      setEmail('');
      await readAgain(INVITATIONS);
    });
  return (
    <Card title={texts.invite}>
      <div className={styles.invite}>
        <Form
          doing={doing}
          isChanged={email !== ''}
          isAtFields={isTaken}
          action={texts.send}
          onSubmit={invite}
        >
          <TextField
            type="email"
            label={texts.email}
            value={email}
            autoComplete="off"
            error={isTaken ? texts.already : undefined}
            onChange={({ target }) => setEmail(target.value)}
          />
        </Form>
        {made !== undefined && <Made key={made.id} made={made} onKept={() => setMade(undefined)} />}
      </div>
    </Card>
  );
}

interface MadeProps {
  made: Schemas['DeveloperInvitationCreated'];
  onKept: () => void;
}

function Made({ made: { email, url }, onKept }: MadeProps) {
  const { developers: texts } = useOperatorTexts();
  if (url === null) {
    return (
      <div role="status">
        <Banner tone="success">
          <p>{texts.invited(email)}</p>
          <p>{texts.mailed}</p>
        </Banner>
      </div>
    );
  }
  return (
    <ShownOnce
      level={3}
      title={texts.invited(email)}
      text={texts.linkText}
      values={[{ label: texts.link, value: url, copy: texts.copyLink }]}
      leave={texts.leave}
      kept={texts.kept}
      onKept={onKept}
    />
  );
}
