import { Card } from '../../ui/card.tsx';
import styles from '../builder.module.css';
import { usePlace } from '../context.ts';
import { Choice, Line } from '../controls/controls.tsx';
import { MemberControl } from '../controls/member.tsx';
import { OrderedList } from '../controls/ordered-list.tsx';
import { STEP_MEMBERS, type StepType } from '../members.ts';
import type { Part } from '../pointers.ts';
import { useBuilderTexts } from '../texts.ts';
import { Fields } from './fields.tsx';

/** What an admin is asked before the plugin works. */
export function SetUp() {
  const { cards, names, hints, setUp: texts } = useBuilderTexts();
  return (
    <Card title={cards.setUp}>
      <div className={styles.fields}>
        <p className={styles.about}>{texts.about}</p>
        <OrderedList
          at="/setup_steps"
          label={texts.steps}
          nameOf={({ title }, index) =>
            typeof title === 'string' && title !== '' ? title : texts.stepNumber(index + 1)
          }
          add={texts.addStep}
          made={() => ({ type: 'form', title: '', fields: [] })}
          isFolding
        >
          {(at) => <Step at={at} />}
        </OrderedList>
        <Line
          at="/migration_url"
          type="url"
          label={names.migration_url}
          hint={hints.migration_url}
          isOptional
          empty={null}
        />
      </div>
    </Card>
  );
}

const isStepType = (type: unknown): type is StepType =>
  typeof type === 'string' && Object.hasOwn(STEP_MEMBERS, type);

/** A step keeps its title as it becomes one of another kind; what only the other kind had is gone. */
const stepOfType = ({ title, validation_url, secrets }: Part, type: StepType): Part => ({
  type,
  title,
  ...(type === 'form' && { fields: [] }),
  ...(validation_url !== undefined && { validation_url }),
  ...(secrets !== undefined && { secrets }),
});

function Step({ at }: { at: string }) {
  const { setUp: texts } = useBuilderTexts();
  const { value, set } = usePlace(at);
  const step = (value ?? {}) as Part;
  const { type } = step;
  return (
    <div className={styles.fields}>
      <Choice
        at={`${at}/type`}
        label={texts.stepType}
        options={(['form', 'oauth2', 'popup'] as const).map((name) => ({
          value: name,
          label: texts.stepTypes[name],
        }))}
        onChange={(chosen) => set(stepOfType(step, chosen as StepType))}
      />
      <Line at={`${at}/title`} label={texts.title} empty="" />
      {type === 'form' && <Fields at={`${at}/fields`} />}
      {isStepType(type) ? (
        <>
          {STEP_MEMBERS[type].map((member) => (
            <MemberControl key={member.name} at={at} member={member} />
          ))}
          {type === 'oauth2' && (
            <Choice
              at={`${at}/client_authentication`}
              label={texts.authentication}
              options={[
                { value: '', label: texts.authentications.default },
                { value: 'basic', label: texts.authentications.basic },
                { value: 'body', label: texts.authentications.body },
              ]}
            />
          )}
        </>
      ) : (
        <p>{texts.onlyRaw}</p>
      )}
    </div>
  );
}
