import { readArguments } from './arguments.ts';
import { check } from './check.ts';
import { fit } from './fit.ts';
import { help } from './help.ts';
import type { Ports } from './ports.ts';
import { render } from './render.ts';

/** Runs one command line; the number is the process's exit code. */
export async function run(args: readonly string[], ports: Ports): Promise<number> {
  const command = readArguments(args);
  if (!command.ok) {
    ports.output.complain(`${command.failure} See inference-charts --help.\n`);
    return 2;
  }
  switch (command.value.name) {
    case 'help':
      ports.output.print(help);
      return 0;
    case 'version':
      ports.output.print(`${ports.version}\n`);
      return 0;
    case 'check':
      return check(command.value, ports);
    case 'render':
      return render(command.value, ports);
    case 'fit':
      return fit(command.value, ports);
    case 'chart pull':
      return (await import('./pull-chart.ts')).pullChart(command.value, ports);
    case 'presets list':
    case 'presets show':
      return (await import('./presets.ts')).presets(command.value, ports);
    // Deploying is loaded when it is asked for.
    case 'plan':
      return (await import('./plan.ts')).plan(command.value, ports);
    case 'deploy':
      return (await import('./deploy.ts')).deploy(command.value, ports);
    case 'status':
      return (await import('./status.ts')).status(command.value, ports);
    case 'rollback':
      return (await import('./rollback.ts')).rollback(command.value, ports);
    case 'uninstall':
      return (await import('./uninstall.ts')).uninstall(command.value, ports);
    case 'unlock':
      return (await import('./unlock.ts')).unlock(command.value, ports);
  }
}
