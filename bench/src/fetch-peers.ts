import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS_FOLDER } from './peers/folder.ts';

// Of exactly these versions, so that figures of two machines are of the same. They are no dependencies of the workspace: parse-server
// alone is 190 MB, and its licence and audits need not be ours.
const PEERS = { bullmq: '6.7.0', ioredis: '5.11.1', 'parse-server': '9.10.0' };

/** `npm run bench:peers`: fetches the peers that do not come with the workspace into a folder outside the checkout. */
function fetchPeers(): void {
  mkdirSync(PEERS_FOLDER, { recursive: true });
  const manifest = { name: 'plugboard-bench-peers', private: true, dependencies: PEERS };
  writeFileSync(join(PEERS_FOLDER, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`Fetching ${Object.keys(PEERS).join(', ')} into ${PEERS_FOLDER} …`);
  const args = ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, {
    cwd: PEERS_FOLDER,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}

fetchPeers();
