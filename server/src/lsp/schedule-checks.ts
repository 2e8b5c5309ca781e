/** When a document is checked: as soon as its messages are worked off, without a fixed delay. */
export interface Checks {
  /** The document changed, or what surrounds it. */
  request(uri: string): void;
  cancel(uri: string): void;
}

/** Below this a check is done at once; above it, a check waits for a pause in typing, so that completion is not held up. */
const smallCheckMs = 40;
const maxPauseMs = 100;

/** Runs `check` at most once a turn and document. */
export function scheduleChecks(check: (uri: string) => void): Checks {
  const pending = new Map<string, { cancel: () => void }>();
  const durations = new Map<string, number>();

  function cancel(uri: string): void {
    pending.get(uri)?.cancel();
    pending.delete(uri);
  }

  function run(uri: string): void {
    pending.delete(uri);
    const start = performance.now();
    check(uri);
    durations.set(uri, performance.now() - start);
  }

  return {
    request(uri) {
      cancel(uri);
      const lastMs = durations.get(uri) ?? 0;
      const soon = lastMs < smallCheckMs ? nextTurn : after(Math.min(lastMs / 2, maxPauseMs));
      pending.set(uri, {
        cancel: soon(() => {
          run(uri);
        }),
      });
    },
    cancel(uri) {
      cancel(uri);
      durations.delete(uri);
    },
  };
}

/** The connection hands over one message a turn, so changes that arrived together end in one check. */
function nextTurn(task: () => void): () => void {
  let immediate = setImmediate(() => {
    immediate = setImmediate(task);
  });
  return () => {
    clearImmediate(immediate);
  };
}

function after(ms: number): (task: () => void) => () => void {
  return (task) => {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  };
}
