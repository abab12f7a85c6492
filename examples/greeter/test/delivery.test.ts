import { expect, test } from 'vitest';
import { readDelivery } from '../src/delivery.ts';

test.each([
  ['19', '19'],
  ['"vr:entry:19"', 'vr:entry:19'],
  ['9007199254740993', 'job-1'],
  ['12345678901234567890', 'job-1'],
  ['null', 'job-1'],
])('without an identifier, a payload with the id %s is about %s', (id, identifier) => {
  const meta = '{"event":"entry_sign_in","install_id":"1","job":{"id":"job-1","identifier":null}}';
  const delivery = readDelivery(Buffer.from(`{"meta":${meta},"payload":{"id":${id}}}`));
  expect(delivery.identifier).toBe(identifier);
});
