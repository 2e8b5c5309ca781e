import { spawn } from 'node:child_process';

/**
 * Runs the program named on its command line for as long as its own standard input stays open,
 * then ends it with everything it started. The pipe closes however the parent ends, a SIGKILL
 * included, so no server or extension host outlives a test run. Must lead its process group.
 */
const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

/** How long a server may take to say goodbye to its extension hosts. */
const graceMs = 2000;

process.stdin.resume();
process.stdin.once('end', () => {
  child.kill('SIGTERM');
  setTimeout(endGroup, graceMs);
});
child.once('error', endGroup);
child.once('exit', endGroup);

function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}
