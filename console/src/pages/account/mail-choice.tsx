import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { readAgain } from '../../api/query.ts';
import { useDoing } from '../../parts/use-doing.ts';
import { useTexts } from '../../texts.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Section } from './section.tsx';

/** Whether plugins reach somebody by mail: chosen at once. Nothing where no mail is set up. */
export function MailChoice({ me }: { me: Schemas['Me'] }) {
  const { account } = useTexts();
  const doing = useDoing();
  const [chosen, setChosen] = useState<boolean>();
  if (!me.sends_mail) return null;
  const choose = async (mail_notifications: boolean) => {
    setChosen(mail_notifications);
    await doing.run(async () => {
      await api.PATCH('/platform/v1/me', { body: { mail_notifications } });
      await readAgain('/platform/v1/me');
    });
    setChosen(undefined);
  };
  return (
    <Section title={account.mail} text={account.mailText}>
      <Checkbox
        label={account.mailChoice}
        hint={account.mailTo(me.email)}
        isChecked={chosen ?? me.mail_notifications}
        error={doing.words}
        onChange={choose}
      />
    </Section>
  );
}
