import { expect } from 'vitest';
import { waitFor } from '../support/wait-for.ts';

const MAX_MS = 1000;

/**
 * Expects that every server has known a token, and that none takes it in a request sent a second or more after `revoke`. (How long a
 * request takes is of no matter, so a slow machine cannot fail this.)
 *
 * @param statusesOf asks every server with the token.
 * @param alive the status of a token that lives.
 */
export async function expectRefusedWithinSecond(
  statusesOf: () => Promise<number[]>,
  alive: number,
  revoke: () => Promise<unknown>,
): Promise<void> {
  const before = await statusesOf();
  expect(before).toEqual(before.map(() => alive));
  await revoke();
  const revokedAt = performance.now();
  const { statuses } = await waitFor(
    async () => {
      const age = performance.now() - revokedAt;
      const statuses = await statusesOf();
      const dead = statuses.every((status) => status === 401);
      return dead || age >= MAX_MS ? { statuses } : undefined;
    },
    { describe: 'the token to be refused, or the second to be over' },
  );
  const refused = before.map(() => 401);
  expect(statuses).toEqual(refused);
  expect(await statusesOf()).toEqual(refused);
}
