import { readSitesConfig } from './config.ts';
import { startSites } from './server.ts';

try {
  const sites = await startSites(readSitesConfig(process.env));
  console.log(`sites listening on ${sites.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => sites.close());
} catch (error) {
  console.error(`sites: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
