import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useFormat } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Empty } from '../../../ui/states.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { JobRow } from './job-row.tsx';
import styles from './rehearsals.module.css';
import { isRunning, type Rehearsal } from './types.ts';
import { useRehearsedJobs } from './use-rehearsed-jobs.ts';

interface RehearsedJobsProps {
  plugin: Plugin;
  rehearsal: Rehearsal;
}

/** The events, both verdicts side by side: what differs alone, where something does or may still. */
export function RehearsedJobs({ plugin, rehearsal }: RehearsedJobsProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  const [search, setSearch] = useAddressSearch();
  const { different, total, release } = rehearsal;
  const byItself = isRunning(rehearsal) || different > 0;
  const onlyDiffering = search.show === undefined ? byItself : search.show !== 'all';
  const vocabulary = useVocabulary();
  const query = useRehearsedJobs(rehearsal, onlyDiffering);
  const showAll = () => setSearch({ show: 'all' });
  if (total === 0) return <NothingHappened rehearsal={rehearsal} />;
  return (
    <Card
      title={texts.verdicts}
      isFlush
      actions={
        (byItself || onlyDiffering) && (
          <Checkbox
            label={texts.onlyDiffering(format.number(different))}
            isChecked={onlyDiffering}
            onChange={(isChecked) => setSearch({ show: isChecked ? 'differing' : 'all' })}
          />
        )
      }
    >
      <Paged query={query} empty={<NothingDiffers rehearsal={rehearsal} onShowAll={showAll} />}>
        {(jobs) => (
          <>
            <p className={styles.columns} aria-hidden="true">
              <span>{texts.event}</span>
              <span>{texts.before}</span>
              <span />
              <span>{texts.now(release)}</span>
            </p>
            <ol className={styles.jobs}>
              {jobs.map(({ value: job, text }) => (
                <JobRow
                  key={job.number}
                  plugin={plugin}
                  release={release}
                  job={job}
                  text={text}
                  title={vocabulary.event(job.event_name)}
                />
              ))}
            </ol>
          </>
        )}
      </Paged>
    </Card>
  );
}

interface NothingDiffersProps {
  rehearsal: Rehearsal;
  onShowAll: () => void;
}

function NothingDiffers({ rehearsal, onShowAll }: NothingDiffersProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  return (
    <Empty
      title={isRunning(rehearsal) ? texts.noneDiffersYet : texts.noneDiffers}
      action={<Button onClick={onShowAll}>{texts.showAll}</Button>}
    >
      {isRunning(rehearsal) ? texts.noneDiffersYetText : texts.noneDiffersText}
    </Empty>
  );
}

function NothingHappened({ rehearsal: { state } }: { rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  return (
    <Card>
      {state === 'cancelled' ? (
        <Empty title={texts.endedBefore}>{texts.endedBeforeText}</Empty>
      ) : (
        <Empty title={texts.ofNothing}>{texts.ofNothingText}</Empty>
      )}
    </Card>
  );
}
