/** On a machine with other things to do the same work takes longer, and only so much longer is waited for. */
const patience = 6;

/**
 * Calls `end` when work has had the processor for `limitMs`, so that a chart is not called endless because the machine
 * is busy. `usedMs` is what the process has used of the processor, all threads together. Returns what calls it off.
 */
export function limitTime(limitMs: number, end: () => void, usedMs = processorMs): () => void {
  const usedBefore = usedMs();
  let waitedMs = 0;
  let timer = wait(limitMs);

  function wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      waitedMs += ms;
      const leftMs = Math.ceil(limitMs - (usedMs() - usedBefore));
      if (leftMs <= 0 || waitedMs >= limitMs * patience) end();
      else timer = wait(leftMs);
    }, ms);
  }

  return () => {
    clearTimeout(timer);
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
