// The first of what npm runs: an old Node fails in whatever comes next, and says so with a stack. So nothing is imported, and nothing is
// written as only newer ones can read it. The server refuses with the same words (server/src/node-version.ts).
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `plugboard: Node.js 20.19 or newer is needed, and this is ${process.versions.node}: install one from https://nodejs.org, or by your version manager`,
  );
  process.exitCode = 1;
}
