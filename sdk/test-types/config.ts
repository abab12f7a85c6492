import { createPlugin } from '@plugboard/sdk';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { type Expect, type Same, some } from './expect.ts';

type Wanted = { greeting: string; floors: number[]; desk?: string | undefined };

// The config of a handler is what the schema gives, whichever library it was written with.
const zod = z.object({
  greeting: z.string(),
  floors: z.array(z.number()),
  desk: z.string().optional(),
});
createPlugin()
  .config(zod)
  .on('entry_sign_in', async ({ config, install }) => {
    type Checks = [
      Expect<Same<typeof config, z.output<typeof zod>>>,
      Expect<Same<Wanted, typeof config>>,
    ];
    const whole = await install.config.get();
    await install.config.set({ greeting: 'Hi', desk: null });
    type Whole = Expect<Same<typeof whole, z.output<typeof zod>>>;
    // @ts-expect-error no such member
    await install.config.set({ colour: 'red' });
    // @ts-expect-error a text
    await install.config.set({ greeting: 1 });
    // @ts-expect-error no such member
    config.colour;
  })
  .options('greetings', ({ config }) => {
    // While it is set up there may be less.
    type Checks = Expect<Same<typeof config, Partial<z.output<typeof zod>>>>;
    return [];
  });

createPlugin()
  .config(z.object({ count: z.string().transform(Number), plan: z.string().default('free') }))
  .on('entry_sign_in', ({ config }) => {
    // What comes of the schema, not what goes in.
    type Checks = Expect<Same<typeof config, { count: number; plan: string }>>;
  })
  .options('plans', async ({ config, install }) => {
    // Nothing has gone through the schema there.
    type Kept = { count: string; plan?: string | undefined };
    type Whole = Awaited<ReturnType<typeof install.config.get>>;
    type Checks = [Expect<Same<Whole, Kept>>, Expect<Same<typeof config, Partial<Kept>>>];
    return [];
  });

createPlugin()
  .config(v.object({ greeting: v.string(), floors: v.array(v.number()) }))
  .on('entry_sign_in', ({ config }) => {
    type Checks = Expect<Same<typeof config, { greeting: string; floors: number[] }>>;
  });

createPlugin()
  .config(type({ greeting: 'string', 'desk?': 'string' }))
  .on('entry_sign_in', ({ config }) => {
    type Checks = Expect<Same<typeof config, { greeting: string; desk?: string }>>;
  });

createPlugin()
  .config({
    type: 'object',
    properties: {
      greeting: { type: 'string' },
      floors: { type: 'array', items: { type: 'integer' } },
      mode: { enum: ['loud', 'quiet'] },
      badge: { type: ['string', 'null'] },
      place: { type: 'object', properties: { floor: { type: 'number' } }, required: ['floor'] },
    },
    required: ['greeting', 'mode'],
  })
  .on('entry_sign_in', ({ config }) => {
    const greeting: string = config.greeting;
    const floors: number[] | undefined = config.floors;
    const place: number | undefined = config.place?.floor;
    type Checks = [
      Expect<Same<typeof config.mode, 'loud' | 'quiet'>>,
      Expect<Same<typeof config.badge, string | null | undefined>>,
    ];
    // @ts-expect-error no such member
    config.colour;
    // @ts-expect-error it may be missing
    config.place.floor;
    return some<undefined>();
  });

// Without a schema nothing is known of it.
createPlugin().on('entry_sign_in', ({ config }) => {
  type Checks = Expect<Same<typeof config, Record<string, unknown>>>;
});
