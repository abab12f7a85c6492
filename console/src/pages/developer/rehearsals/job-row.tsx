import { ArrowRight, ChevronRight, Equal } from 'lucide-react';
import { useId, useState } from 'react';
import { useFormat } from '../../../texts.tsx';
import { classes } from '../../../ui/classes.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { JobDetails } from './job-details.tsx';
import styles from './rehearsals.module.css';
import type { RehearsedJob } from './types.ts';
import { VerdictNow, VerdictThen } from './verdicts.tsx';

interface JobRowProps {
  plugin: Plugin;
  release: number;
  job: RehearsedJob;
  /** As it was written. */
  text: string;
  /** The event, in words. */
  title: string;
}

/** An event in a line, what came of it then beside what the release makes of it; it opens. */
export function JobRow({ plugin, release, job, text, title }: JobRowProps) {
  const { deliveries, rehearsals: texts } = useDeveloperTexts();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={classes(styles.job, isOpen && styles.opened)}>
      <div className={styles.row}>
        <div className={styles.what}>
          <button
            type="button"
            className={styles.opener}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {title}
          </button>
          {job.identifier !== null && <code className={styles.identifier}>{job.identifier}</code>}
          <span className={styles.place}>{job.space_name || deliveries.space(job.space_id)}</span>
        </div>
        <div className={styles.verdict}>
          <span className={styles.label}>{texts.before}</span>
          <VerdictThen job={job} />
        </div>
        <Difference job={job} />
        <div className={styles.verdict}>
          <span className={styles.label}>{texts.now(release)}</span>
          <VerdictNow job={job} />
        </div>
        <Duration ms={job.after.duration_ms} />
        <ChevronRight
          size={16}
          aria-hidden="true"
          className={classes(styles.chevron, isOpen && styles.turned)}
        />
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && <JobDetails plugin={plugin} job={job} text={text} />}
      </div>
    </li>
  );
}

function Difference({ job: { differs } }: { job: RehearsedJob }) {
  const { rehearsals: texts } = useDeveloperTexts();
  if (differs === null) return <span className={styles.sign} />;
  const Sign = differs ? ArrowRight : Equal;
  return (
    <span className={classes(styles.sign, differs && styles.differs)}>
      <Sign size={16} aria-hidden="true" />
      <span className="visually-hidden">{differs ? texts.isOther : texts.isSame}</span>
    </span>
  );
}

function Duration({ ms }: { ms: number | null }) {
  const format = useFormat();
  return <span className={styles.duration}>{ms !== null && format.duration(ms)}</span>;
}
