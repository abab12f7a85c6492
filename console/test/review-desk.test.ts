import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bearerOf } from '../../server/test/support/people.ts';
import { submitDraft } from '../../server/test/support/plugins.ts';
import { send } from '../../server/test/support/server.ts';
import {
  createOperator,
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const at = (path: string) => `https://guard.example.com/${path}`;

test.each(LOOKS)(
  'a reviewer sees whom they answer, and what approving does, %s',
  async (_, look) => {
    const isGerman = look.locale === 'de';
    const { developer, plugin } = await publishGreeter(world, `Submitted ${look.locale}`);
    const bearer = await bearerOf(world.server, developer.id);
    const base = `${world.server.url}/platform/v1/plugins/${plugin.id}`;
    const written = {
      name: 'Submitted',
      slug: plugin.slug,
      categories: ['doors', 'visitors'],
      placements: { sidebar: { icon: null }, toolbar: false },
      setup_steps: [
        { type: 'popup', title: 'Pick', content_url: at('pick'), validation_url: at('picked') },
        {
          type: 'form',
          title: 'Greet',
          validation_url: at('greet'),
          fields: [{ type: 'link', key: 'help', label: 'Help', url: at('help') }],
        },
      ],
    };
    const draft = await send(`${base}/manifest`, 'PUT', written, bearer);
    expect(draft.status, draft.text).toBe(201);
    const { number } = draft.body.release;
    await send(`${base}/releases/${number}/submit`, 'POST', { roll_out: 'later' }, bearer);
    const operator = await createOperator(world);
    const desk = await world.open(operator, `/operator/review/${plugin.id}/${number}`, look);
    await says(desk, developer.email);
    await says(desk, isGerman ? /von Dora Developer$/ : /by Dora Developer$/);
    await says(desk, isGerman ? /verteilt es sein Entwickler/ : /its developer rolls it out/);
    await says(desk, isGerman ? 'doors und visitors' : 'doors and visitors');
    const preview = desk.getByRole('region', {
      name: isGerman ? 'Was ein Admin sehen wird' : 'What an admin will see',
    });
    const [first] = await preview.getByRole('listitem').filter({ hasText: 'Pick' }).allInnerTexts();
    expect(first).not.toMatch(isGerman ? /kann wegbleiben/ : /can be left out/);
    // What is only read is not asked for.
    expect(await preview.getByText('Help').count()).toBe(0);
    await expectUsable(desk);

    // What people have of it meanwhile is stopped from here, too.
    const stop = isGerman ? /überall anhalten$/ : /^Stop .* everywhere$/;
    await desk.getByRole('button', { name: stop }).click();
    await desk.getByRole('dialog').getByRole('button', { name: stop }).click();
    await desk
      .getByRole('button', { name: isGerman ? /weiterlaufen lassen$/ : /^Let go on/ })
      .waitFor();
    const { body } = await world.server.api('GET', `/platform/v1/plugins/${plugin.id}`);
    expect(body.suspended_at).not.toBeNull();
  },
);

test('of a plugin that nobody works on any more, a reviewer is told so', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Deserted');
  const number = await submitDraft(world.server, plugin);
  const gone = await world.server.api('DELETE', `/platform/v1/users/${developer.id}`);
  expect(gone.status).toBe(204);
  const operator = await createOperator(world);
  const desk = await world.open(operator, `/operator/review/${plugin.id}/${number}`);
  await says(desk, /^Nobody has a part in this plugin any more/);
  await says(desk, 'Once you approve it, spaces can install it.');
});
