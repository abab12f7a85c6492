import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { openScene, type Scene } from './scene.ts';

// How many replies come in at once, so that the poisoned and the others are recorded in one batch.
const AT_ONCE = 25;

let server: TestServer;
let scene: Scene;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      // One attempt: what is not recorded does not come again within the test.
      PLUGBOARD_RETRY_SCHEDULE: '0',
      PLUGBOARD_POLL_MS: '20',
    },
  });
  scene = await openScene(server);
});
afterAll(async () => {
  await scene.receiver.close();
  await server.close();
});

/** Delivers a job for each of the answers at once, and gives what the Platform API says of them. */
// biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what a job is
async function deliver(answers: Answer[]): Promise<any[]> {
  scene.receiver.answer = ({ body }) => answers[body.payload.n] as Answer;
  const ids = await Promise.all(answers.map((_, n) => scene.emit({ payload: { n } })));
  let settled = 0;
  return waitFor(
    async () => {
      const jobs = await Promise.all(
        ids.map(async (id) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body),
      );
      settled = jobs.filter(({ delivery }) => delivery === null).length;
      return settled === jobs.length ? jobs : undefined;
    },
    { describe: 'all attempts to be recorded', progress: () => settled },
  );
}

const text = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(text) : [];
};

function expectRecorded(jobs: Awaited<ReturnType<typeof deliver>>): void {
  for (const job of jobs) {
    expect(job.attempts).toHaveLength(1);
    expect(['answered', 'reply']).toContain(job.attempts[0].stage);
    for (const { reply_body, reply_headers, error } of job.attempts) {
      for (const kept of [job.status_message, reply_body, error, ...text(reply_headers)]) {
        expect((kept ?? '').isWellFormed(), kept).toBe(true);
        expect(kept ?? '').not.toContain('\0');
      }
    }
  }
}

// Texts whose characters are cut, at limits of our own and one before and after.
const FACE = '😀';
const LIMITS = [40, 100, 500, 1000, 2000, 4000, 10_000, 16 * 1024];
const cutTexts = LIMITS.flatMap((limit) =>
  [-2, -1, 0, 1].map((shift) => `${'x'.repeat(limit + shift)}${FACE.repeat(3)}`),
);

test('a text of any length, whose last character would be cut, is recorded in each field of a reply', async () => {
  const fields = (value: string) => [
    { message: value },
    { debugInfo: value },
    { debugInfo: { [value]: value } },
    { attachments: [{ label: value.slice(0, 990), value }] },
    { [value]: 1 },
    { effects: { [value]: 1 } },
  ];
  for (const value of cutTexts) {
    expectRecorded(await deliver(fields(value).map((body) => ({ status: 200, body }))));
    expectRecorded(await deliver([{ status: 500, body: value }]));
    // Node's headers are bytes: what it sends as latin1 is read as UTF-8.
    const header = Buffer.from(value.slice(0, 4010)).toString('latin1');
    expectRecorded(await deliver([{ status: 200, headers: { server: header } }]));
  }
});

const bytes = fc.uint8Array({ maxLength: 200 }).map(
  (given): Answer =>
    (_request, response) =>
      response.end(Buffer.from(given)),
);
const string = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
);
const body = fc
  .record(
    {
      message: fc.oneof(string, fc.anything()),
      debugInfo: fc.oneof(string, fc.jsonValue()),
      attachments: fc.array(
        fc.record({ label: string, value: string, type: string, url: string, more: string }),
        { maxLength: 2 },
      ),
      effects: fc.oneof(
        fc.record({
          storage: fc.array(fc.record({ action: fc.constant('set'), key: string, value: string })),
        }),
        fc.record({ config: fc.dictionary(string, string) }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  )
  .map((given) => JSON.stringify(given, (_key, value) => (typeof value === 'bigint' ? 1 : value)));
const anyReply: fc.Arbitrary<Answer> = fc.oneof(
  bytes,
  fc.record({ status: fc.constantFrom(200, 400, 412, 500), body }),
);

test('whatever a receiver answers, each of its attempts is recorded, also beside others', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyReply, { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (answers) => expectRecorded(await deliver(answers)),
    ),
    { numRuns: 8 },
  );
});
