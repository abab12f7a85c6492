import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Plugboard, startPlugboard } from '../src/index.ts';
import { callAs, hearing, logIn } from './support/plugin.ts';

let plugboard: Plugboard;
beforeAll(async () => {
  plugboard = await startPlugboard();
});
afterAll(() => plugboard.stop());

test('an event that nobody was given says why', async () => {
  const space = await plugboard.space();
  const plugin = hearing(['visit']);
  const manifest = { events: [{ name: 'visit', url: '/hook', filter: { floor: [3] } }] };
  await space.install(plugin, { manifest });
  const event = await space.emit('visit', { floor: 2 });
  expect(event.jobs).toEqual([]);
  expect(event.decisions).toMatchObject([{ decision: 'filtered' }]);
  expect(() => event.job).toThrow(
    /The event visit made no job: plugin-\d+ \(install \d+\): filtered/,
  );
  const elsewhere = await (await plugboard.space()).emit('visit', {});
  expect(() => elsewhere.job).toThrow(/no plugin is installed/);
});

test('what is misspelt of an event or a space is refused', async () => {
  const space = await plugboard.space();
  const given = { identifer: 'visit:1' } as never;
  await expect(space.emit('visit', {}, given)).rejects.toThrow(
    /space.emit has no option "identifer"/,
  );
  await expect(plugboard.space({ title: 'Acme' } as never)).rejects.toThrow(/no option "title"/);
});

test('of several jobs the test chooses one', async () => {
  const space = await plugboard.space();
  await space.install(hearing(['visit']));
  await space.install(hearing(['visit']));
  const event = await space.emit('visit', {});
  expect(event.jobs).toHaveLength(2);
  expect(() => event.job).toThrow(/made 2 jobs/);
});

test('the same event under the same key is taken once', async () => {
  const space = await plugboard.space();
  await space.install(hearing(['visit']));
  const first = await space.emit('visit', { n: 1 }, { idempotencyKey: 'visit-1' });
  const again = await space.emit('visit', { n: 1 }, { idempotencyKey: 'visit-1' });
  expect(again.id).toBe(first.id);
  await expect(space.emit('visit', { n: 2 }, { idempotencyKey: 'visit-1' })).rejects.toMatchObject({
    status: 409,
  });
});

test('a verdict comes with what the plugin said', async () => {
  const space = await plugboard.space();
  const attachments = [{ type: 'text', label: 'Badge', value: '7' }];
  await space.install(hearing(['visit'], () => Response.json({ message: 'Badge 7', attachments })));
  const settled = await (await space.emit('visit', {})).job.settled();
  expect(settled).toMatchObject({ status: 'done', message: 'Badge 7', attachments });
  expect(settled.attempts).toMatchObject([{ number: 1, stage: 'answered', status_code: 200 }]);
});

test('a job that goes on is settled when the plugin says so', async () => {
  const space = await plugboard.space();
  const plugin = hearing(['visit'], () => new Response(null, { status: 202 }));
  const { credentials } = await space.install(plugin);
  const { job } = await space.emit('visit', {});
  const settled = job.settled();
  await job.attempted();
  expect((await job.state()).status).toBe('ongoing');
  const token = await logIn(credentials);
  const answer = await callAs(credentials, token, 'PATCH', `/jobs/${job.id}`, {
    status: 'done',
    message: 'Printed',
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect((await settled).status).toBe('done');
});

test('waiting for what cannot come ends at once, and says what to do', async () => {
  const space = await plugboard.space();
  const install = await space.install(hearing(['visit']));
  await plugboard.call('POST', `/platform/v1/installs/${install.id}/suspend`);
  const none = await space.emit('visit', {});
  expect(() => none.job).toThrow(/suspended/);
  await plugboard.call('POST', `/platform/v1/installs/${install.id}/resume`);
  const { id } = install.plugin;
  await plugboard.call('POST', `/platform/v1/plugins/${id}/endpoints/visit/disable`);
  const parked = await space.emit('visit', {});
  await expect(parked.job.settled()).rejects.toThrow(
    /in vain: the job is parked, as its endpoint is disabled, and has to be enabled/,
  );
});

test('waiting for a retry that is far away ends at once, with what the attempts came to', async () => {
  const space = await plugboard.space();
  await space.install(hearing(['visit'], () => new Response('Out of paper', { status: 500 })));
  const { job } = await space.emit('visit', {});
  await expect(job.settled()).rejects.toThrow(
    /the next attempt is due in (\d+) s only: let them pass with plugboard\.time\.advance\(\{ seconds: \1 \}\)[\s\S]*attempt 1: answered 500 Out of paper/,
  );
});

test('waiting ends when nothing happens any more', async () => {
  const space = await plugboard.space();
  await space.install(hearing(['visit'], () => new Response(null, { status: 202 })));
  const { job } = await space.emit('visit', {});
  await job.attempted();
  await expect(job.settled({ patienceMs: 30 })).rejects.toThrow(
    /Nothing happened[\s\S]*is ongoing/,
  );
  await job.attempted(1);
});

test('there is no second attempt of what is settled', async () => {
  const space = await plugboard.space();
  await space.install(hearing(['visit']));
  const { job } = await space.emit('visit', {});
  await expect(job.attempted(2)).rejects.toThrow(/There is no attempt 2: job .* is done/);
});
