import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

// What libraries for Standard Webhooks do, and nothing else.
const PYTHON = `
import base64, hashlib, hmac, json, sys
given = json.load(sys.stdin)
headers, body = given['headers'], given['body']
signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
def holds(secret):
    key = base64.b64decode(secret.removeprefix('whsec_'), validate=True)
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f'v1,{mac}' in headers['webhook-signature'].split(' ')
print(json.dumps([holds(secret) for secret in given['secrets']]))
`;

/** Which of the secrets a request holds by, as Python says; skips the test where there is no Python. */
export function verifiedByPython(
  context: TestContext,
  secrets: string[],
  body: string,
  headers: Record<string, string>,
): boolean[] {
  const input = JSON.stringify({ secrets, body, headers });
  const { error, stdout, stderr } = spawnSync('python3', ['-c', PYTHON], {
    input,
    encoding: 'utf8',
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    context.skip('There is no python3 here');
  }
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
