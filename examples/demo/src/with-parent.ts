// Loaded before a child's own code (`node --import`). A demo that is killed cannot stop its children, but the channel to it closes then.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Nothing is said over it: it must not keep a child running.
process.channel?.unref();
