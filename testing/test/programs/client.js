// What a test runner's process does, told line by line: `start`, `space` (asks the server for something), `stop`, and `leave`, after which it
// is to end by itself. Answers each with a line.
import { createInterface } from 'node:readline';
import { startPlugboard } from '@plugboard/testing';

let plugboard;

const DOES = {
  async start() {
    plugboard = await startPlugboard();
    return plugboard.url;
  },
  async space() {
    const { id } = await plugboard.space();
    return id;
  },
  async stop() {
    await plugboard.stop();
    return 'stopped';
  },
  async advance() {
    await plugboard.time.advance({ hours: 1 });
    return 'advanced';
  },
  async leave() {
    lines.close();
    process.stdin.unref();
    return 'left';
  },
};

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  try {
    console.log(await DOES[line]());
  } catch (error) {
    console.log(`error: ${error.message}`);
  }
});
