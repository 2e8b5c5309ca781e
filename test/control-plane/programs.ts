import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The control plane's programs as child processes; each ends with its stdin, so none outlives the test run. */
export interface Programs {
  start(program: string, flags: readonly string[], env?: Readonly<Record<string, string>>): void;
  stop(program: string): Promise<void>;
  stopAll(): Promise<void>;
  /** Waits for `check`; fails with the log's end when a program dies first. */
  until(what: string, check: () => Promise<boolean>): Promise<void>;
}

/** These two hold nothing worth keeping, and a graceful API server takes seconds to end. */
const killed: ReadonlySet<string> = new Set(['etcd', 'kube-apiserver']);

const patienceMs = 60_000;

export function programStarter(binary: string, directory: string): Programs {
  const running = new Map<string, ChildProcess>();
  const logOf = (program: string): string => join(directory, `${program}.log`);
  const stop = async (program: string): Promise<void> => {
    const child = running.get(program);
    running.delete(program);
    if (child !== undefined) await end(child, killed.has(program) ? 'SIGKILL' : 'SIGTERM');
  };
  return {
    start: (program, flags, env = {}) => {
      const log = openSync(logOf(program), 'w');
      const child = spawn(binary, [program, ...flags], {
        cwd: directory,
        env: {
          PATH: process.env['PATH'],
          HOME: directory,
          CONTROL_PLANE_EXIT_WITH_STDIN: '1',
          ...env,
        },
        stdio: ['pipe', log, log],
      });
      closeSync(log);
      running.set(program, child);
    },
    stop,
    stopAll: async () => {
      const names = [...running.keys()];
      await Promise.all(names.filter((name) => !killed.has(name)).map(stop));
      await Promise.all(names.filter((name) => killed.has(name)).map(stop));
    },
    until: async (what, check) => {
      for (const deadline = Date.now() + patienceMs; ;) {
        for (const [program, child] of running)
          if (child.exitCode !== null)
            throw new Error(
              `${program} exited with ${String(child.exitCode)}:\n` +
                readFileSync(logOf(program), 'utf8').slice(-2000),
            );
        const isDone = await check().catch(() => false);
        if (isDone) return;
        if (Date.now() > deadline)
          throw new Error(`no ${what} after ${String(patienceMs)} ms; logs are in ${directory}`);
        await sleep(50);
      }
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}
