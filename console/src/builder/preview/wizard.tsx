import { useState } from 'react';
import { FieldOfType } from '../../setup/field-types.tsx';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import styles from '../builder.module.css';
import { useBuilder } from '../context.ts';
import { listAt, type Part } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';
import { shownFieldOf } from './shown-field.ts';

/** The set-up, step by step; nothing that is typed into it goes anywhere. */
export function WizardPreview({ plugin }: { plugin: string }) {
  const { setup } = useTexts();
  const { preview: texts } = useBuilderTexts();
  const { draft } = useBuilder();
  const [wanted, setWanted] = useState(0);
  const steps = listAt(draft.manifest, '/setup_steps') as Part[];
  const index = Math.min(wanted, steps.length - 1);
  const step = steps[index];
  if (step === undefined) return <p>{texts.noSteps}</p>;
  return (
    <>
      <div className={styles.barRow}>
        <p className={styles.about}>{setup.stepOf(index + 1, steps.length)}</p>
        <div className={styles.ways}>
          <Button size="small" disabled={index === 0} onClick={() => setWanted(index - 1)}>
            {texts.before}
          </Button>
          <Button
            size="small"
            disabled={index === steps.length - 1}
            onClick={() => setWanted(index + 1)}
          >
            {texts.next}
          </Button>
        </div>
      </div>
      <Card title={String(step.title || '…')}>
        {step.type === 'form' ? (
          <Form key={index} step={step} number={index} plugin={plugin} />
        ) : (
          <Window step={step} plugin={plugin} />
        )}
      </Card>
    </>
  );
}

function Form({ step, number, plugin }: { step: Part; number: number; plugin: string }) {
  const { preview: texts } = useBuilderTexts();
  const [typed, setTyped] = useState<Record<number, unknown>>({});
  return (
    <div className={styles.fields}>
      {listAt(step, '/fields').map((written, index) => {
        const field = shownFieldOf((written ?? {}) as Part, texts.samples);
        if (field === undefined) return null;
        return (
          <FieldOfType
            // Keys are still being written, and may be the same.
            // biome-ignore lint/suspicious/noArrayIndexKey: a field has no other name yet
            key={`${index} ${field.type}`}
            field={field}
            place={{ install: 0, step: number, field: index, revision: '' }}
            plugin={plugin}
            value={typed[index]}
            onChange={(value) => setTyped({ ...typed, [index]: value })}
            error={undefined}
            isKept={false}
          />
        );
      })}
    </div>
  );
}

function Window({ step, plugin }: { step: Part; plugin: string }) {
  const { setup } = useTexts();
  const url = String(step.authorize_url ?? '');
  const service = URL.canParse(url) ? new URL(url).host : '…';
  const isService = step.type === 'oauth2';
  return (
    <div className={styles.fields}>
      <p>{isService ? setup.window.oauth2(plugin, service) : setup.window.popup(plugin)}</p>
      <div>
        <Button disabled>
          {isService ? setup.window.connect(service) : setup.window.open(plugin)}
        </Button>
      </div>
    </div>
  );
}
