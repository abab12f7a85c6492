import { portForLater } from '../support/port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** A server that is really reached at its public address, as clients that check the issuer need it. */
export async function startIssuer(env: Record<string, string> = {}): Promise<TestServer> {
  const port = await portForLater();
  const publicUrl = `http://127.0.0.1:${port}`;
  return startTestServer({ env: { PORT: String(port), PUBLIC_URL: publicUrl, ...env } });
}
