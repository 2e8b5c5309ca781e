import {
  findFramework,
  frameworkByDefault,
  rayFrameworkOf,
  runsRay,
} from '../catalog/frameworks.ts';
import { modelPaths, paths } from '../catalog/values-paths.ts';
import type { Chart } from '../chart/chart.ts';
import { reachIn } from '../chart/reach.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import type { ValueEdit } from '../syntax/edit-values.ts';
import type { Path } from '../syntax/node.ts';
import type { ForeignDialect } from './dialect.ts';
import { translateEnvironment, translateLogLevel } from './migration/environment.ts';
import { makeParametersOfArguments } from './migration/extra-arguments.ts';
import { makeArgumentsOfParameters } from './migration/further-parameters.ts';
import { dropKeys, moveKeys } from './migration/moved-keys.ts';
import { translateParameters } from './migration/parameters.ts';
import { translateRayImage } from './migration/ray-image.ts';
import { translateStartup } from './migration/startup.ts';
import type { Migrating, Step } from './migration/step.ts';

/**
 * What turns the document into the chart's dialect; undefined when the other one has no word for its
 * framework. `config` is the document as this chart sees it.
 */
export function migration(
  config: InferenceConfig,
  chart: Chart,
  { written, wanted }: Pick<ForeignDialect, 'written' | 'wanted'>,
): readonly ValueEdit[] | undefined {
  const own = (path: Path) => {
    const fact = config.values.at(path);
    return fact?.origin.kind === 'document' ? fact : undefined;
  };
  const name = frameworkIn(config, wanted);
  if (name === undefined) return undefined;
  const file: Migrating = {
    ...{ config, chart, written, wanted, own, framework: findFramework(name) },
    isRead: (path) => isRead(path, { chart, config, framework: name }),
  };
  const isSaid = config.framework?.value === name || isOfOtherFile(config.framework);
  return [
    ...(isSaid ? [] : [{ kind: 'set', path: paths.framework, value: name } as const]),
    ...steps.flatMap((step) => step(file)),
  ];
}

function isOfOtherFile(fact: Fact | undefined): boolean {
  return fact !== undefined && fact.origin.kind !== 'document';
}

const moveModel: Step = ({ own, written, wanted }) => {
  const [from, to] = [modelPaths[written], modelPaths[wanted]];
  if (own(from) === undefined) return [];
  return [own(to) ? { kind: 'remove', path: from } : { kind: 'move', path: from, to }];
};

/** In this order: the log level may add to the environment. */
const steps: readonly Step[] = [
  moveModel,
  dropKeys,
  moveKeys,
  translateRayImage,
  translateEnvironment,
  translateLogLevel,
  translateStartup,
  translateParameters,
  makeParametersOfArguments,
  makeArgumentsOfParameters,
];

/** What the wanted generation calls the framework; undefined where it has none like it. */
function frameworkIn(
  { framework, known }: InferenceConfig,
  wanted: ForeignDialect['wanted'],
): string | undefined {
  if (framework === undefined) return frameworkByDefault;
  if (known.framework?.generations.includes(wanted) !== false) return framework.value;
  return runsRay(known.framework) ? rayFrameworkOf(wanted) : undefined;
}

function isRead(
  path: Path,
  {
    chart,
    config,
    framework,
  }: { readonly chart: Chart; readonly config: InferenceConfig; readonly framework: string },
): boolean | undefined {
  const { reads, conditions, unseenFrameworks } = chart;
  if (reads === undefined || unseenFrameworks?.includes(framework) === true) return undefined;
  const accelerator = config.accelerator?.value;
  return reads.someTouching(
    path,
    reachIn({ framework, ...(accelerator !== undefined && { accelerator }) }, conditions),
  );
}
