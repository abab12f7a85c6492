import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { onlyForAdminsAndDevelopers, type Reader } from '../reach.ts';
import { type JobReach, selectJobReach } from './queries.ts';

/**
 * Lets pass who may see a job: members of its space, and collaborators of its plugin.
 *
 * @param toChange whether it takes an admin, or an owner or a developer.
 * @throws Failure `job_not_found` for anybody else; `forbidden` for a member or a viewer where it takes more.
 */
export async function enterJob(
  db: Db,
  reader: Reader,
  jobId: string,
  toChange: boolean,
): Promise<JobReach> {
  const reach = await selectJobReach(db, reader, jobId);
  if (reach === undefined) throw noSuchJob(jobId);
  if (toChange && !reach.may_change) throw onlyForAdminsAndDevelopers();
  return reach;
}

/** A Failure `job_not_found` that names the id. */
export const noSuchJob = (jobId: string): Failure =>
  new Failure('job_not_found', `There is no job ${jobId}`);
