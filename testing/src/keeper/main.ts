import { rmSync } from 'node:fs';
import { keep } from './keep.ts';

// Whatever is made is for us alone, and above all the socket: whoever may write to it may have servers of ours.
process.umask(0o077);

// The program: `node main.js <run folder> <cache folder> <log>`. It ends by itself once nobody needs it. What it says goes to a file that
// whoever started it reads when it fails, and removes; where that one is gone, or is not going to read it, nobody else would.
const [folder = '', cache = '', log = ''] = process.argv.slice(2);
const startedBy = process.ppid;
function removeLog(): void {
  try {
    rmSync(log, { force: true });
  } catch {
    // It is gone since we removed it once, and somebody else has put something of theirs in its place.
  }
}

keep(folder, cache, removeLog).then(
  () => {
    removeLog();
    process.exit(0);
  },
  (error: Error) => {
    console.error(error.message);
    if (process.ppid !== startedBy) removeLog();
    process.exit(1);
  },
);
