import { Failure, type FailureCode } from '../../lib/failures.ts';
import { OutboundError, type OutboundReply } from '../../lib/outbound/client.ts';
import type { SendCall } from '../../plugin-requests/route-calls.ts';
import { personOf, type SetupActor } from './actor.ts';
import type { ReadAnswer, SetupDeps } from './answer.ts';
import { insertRouteCall, type RouteCallKind, type RouteCallStage } from './call-queries.ts';

/** Largest answer that is read. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A request to somebody else while an install is set up. */
export interface Question<Value> {
  /** By which the call is known. */
  id: string;
  about: {
    install_id: number;
    plugin_id: number;
    kind: RouteCallKind;
    step: number | null;
    field: number | null;
    actor: SetupActor;
  };
  request(): Promise<{ url: string; headers: Record<string, string>; body: string | Buffer }>;
  read(reply: OutboundReply): ReadAnswer<Value>;
  /** What is thrown where there is no answer that can be used. Default `plugin_failed`. */
  atFault?: FailureCode;
}

interface Outcome<Value> {
  status: number | null;
  stage: RouteCallStage | null;
  answer: ReadAnswer<Value>;
}

/**
 * Asks, within the time that answers may take, and notes how that went.
 *
 * @throws Failure `plugin_refused` with what was said, `plugin_failed` when there is no answer that can be used; `too_many_requests` where as
 * many are asked as may be, which is not noted: nobody was.
 */
export async function ask<Value>(deps: SetupDeps, question: Question<Value>): Promise<Value> {
  const { install_id: installId, plugin_id: pluginId, actor } = question.about;
  const caller = { installId, pluginId, person: personOf(actor) };
  const answer = await deps.pluginRequests.routeCalls.within(caller, (sendCall) =>
    askAndNote(deps, question, sendCall),
  );
  if ('value' in answer) return answer.value;
  if ('refused' in answer) throw new Failure('plugin_refused', answer.refused);
  throw new Failure(question.atFault ?? 'plugin_failed', answer.unusable);
}

async function askAndNote<Value>(
  deps: SetupDeps,
  question: Question<Value>,
  sendCall: SendCall,
): Promise<ReadAnswer<Value>> {
  const request = await question.request();
  const startedAt = performance.now();
  const { status, stage, answer } = await send(deps, question, request, sendCall);
  const { actor, ...about } = question.about;
  await insertRouteCall(deps.db, {
    id: question.id,
    ...about,
    outcome: 'value' in answer ? 'answered' : 'refused' in answer ? 'refused' : 'failed',
    status,
    stage,
    message: messageIn(answer),
    duration_ms: Math.round(performance.now() - startedAt),
    user_id: personOf(actor),
  });
  return answer;
}

function messageIn(answer: ReadAnswer<unknown>): string | null {
  if ('refused' in answer) return answer.refused;
  return 'unusable' in answer ? answer.unusable : null;
}

async function send<Value>(
  { config }: SetupDeps,
  { read }: Question<Value>,
  request: Awaited<ReturnType<Question<Value>['request']>>,
  sendCall: SendCall,
): Promise<Outcome<Value>> {
  try {
    const reply = await sendCall({
      ...request,
      method: 'POST',
      timeoutMs: config.routeTimeoutMs,
      maxResponseBytes: MAX_ANSWER_BYTES,
    });
    const answer = read(reply);
    return { status: reply.status, stage: 'unusable' in answer ? 'reply' : null, answer };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const unusable = `There was no answer: ${error.message} (${error.code})`;
    return { status: null, stage: error.stage, answer: { unusable } };
  }
}
