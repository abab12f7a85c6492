import { listRoutes } from '../../src/describe-api.ts';
import { type Answer, send } from '../support/server.ts';
import { HANG_MS } from '../support/wait-for.ts';
import { type Operation, operations } from './document.ts';
import { createJudge, isBusy, judgePage } from './judge.ts';
import { randomOf } from './random.ts';
import { feed, type Made, pageRequest, requestFor } from './requests.ts';
import { CANARIES, type World } from './world.ts';

/** Something that must not be. */
export interface Fault {
  what: string;
  operation: string;
  /** The number in the run: with the seed it says what was drawn. */
  request: number;
  actor: string;
  sent: string;
  answer: string;
}

/** Answers of one operation, by the first digit of their status. */
export type Shares = Record<string, Record<string, number>>;

export interface Run {
  requests: number;
  pages: number;
  busy: number;
  faults: Fault[];
  shares: Shares;
  /** Of each operation the last refusal, to see why it was not reached. */
  refusals: Record<string, string>;
}

const CONCURRENCY = 6;
const SHARE_OF_PAGES = 0.06;
const RENEW_EVERY = 1000;
/** Nobody waits while so many others are answered. */
const OVERTAKEN = 2000;
const MOST_FAULTS = 200;
const MOST_SHOWN = 2000;

/** Sends that many requests, and judges each answer. */
export async function fuzz(world: World, seed: number, count: number): Promise<Run> {
  const pages = (await listRoutes()).filter(
    ({ operationId, method, path }) =>
      operationId === undefined && !method.includes(',') && !path.startsWith('/assets/'),
  );
  const judge = createJudge();
  const run: Run = { requests: 0, pages: 0, busy: 0, faults: [], shares: {}, refusals: {} };
  let next = 0;

  async function ask(number: number): Promise<void> {
    const random = randomOf(seed, number);
    if (random.chance(SHARE_OF_PAGES)) {
      const route = random.pick(pages);
      run.pages++;
      const made = pageRequest(world, route, random);
      return judged(number, `${route.method} ${route.path}`, made, judgePage);
    }
    const operation = random.pick(operations);
    const made = requestFor(world, operation, random);
    return judged(number, operation.name, made, (answer) => judge(operation, answer), operation);
  }

  async function judged(
    number: number,
    name: string,
    made: Made,
    find: (answer: Answer) => string | undefined,
    operation?: Operation,
  ): Promise<void> {
    const before = run.requests;
    const outcome = await answerTo(world, made);
    const overtaken = run.requests - before;
    run.requests++;
    const answer = typeof outcome === 'string' ? undefined : outcome;
    const what =
      answer === undefined
        ? `no answer: ${outcome}`
        : overtaken > OVERTAKEN
          ? `overtaken by ${overtaken} others`
          : (find(answer) ?? leakIn(made, answer));
    if (what !== undefined) note(what, name, number, made, answer);
    if (answer === undefined || operation === undefined) return;
    if (isBusy(answer)) run.busy++;
    const kind = `${String(answer.status)[0]}xx`;
    run.shares[name] ??= {};
    const shares = run.shares[name];
    shares[kind] = (shares[kind] ?? 0) + 1;
    if (answer.status >= 400)
      run.refusals[name] = `${made.url} ${answer.status} ${answer.text.slice(0, 200)}`;
    if (answer.status < 300) feed(world.pool, operation, made, answer.body);
  }

  function note(
    what: string,
    operation: string,
    request: number,
    made: Made,
    answer?: Answer,
  ): void {
    if (run.faults.length >= MOST_FAULTS) return;
    const { method, url, headers, body, actor } = made;
    const type = headers['content-type'] ?? '';
    run.faults.push({
      what,
      operation,
      request,
      actor: actor.name,
      sent: `${method} ${url} ${type} ${body ?? ''}`.slice(0, MOST_SHOWN),
      answer: answer === undefined ? '' : `${answer.status} ${answer.text}`.slice(0, MOST_SHOWN),
    });
  }

  async function work(): Promise<void> {
    while (next < count) {
      const number = next++;
      if (number % RENEW_EVERY === RENEW_EVERY - 1) await world.renew();
      await ask(number);
    }
  }

  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return run;
}

/** An answer, or why there was none. */
async function answerTo(
  { server }: World,
  { method, url, headers, body }: Made,
): Promise<Answer | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('it hangs'), HANG_MS);
  });
  try {
    return await Promise.race([send(server.url + url, method, body, headers), late]);
  } catch (error) {
    return String((error as Error).cause ?? error);
  } finally {
    clearTimeout(timer);
  }
}

/** What belongs to the other tenant has its canary in it. */
function leakIn({ actor, body, url }: Made, { text }: Answer): string | undefined {
  if (actor.tenant === undefined) return undefined;
  const canary = CANARIES[actor.tenant === 'a' ? 'b' : 'a'];
  const isEcho = `${body} ${url}`.includes(canary);
  return text.includes(canary) && !isEcho
    ? `what belongs to the other tenant: ${canary}`
    : undefined;
}
