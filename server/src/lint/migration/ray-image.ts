import { rayRepository, tagWithoutGpu } from '../../catalog/ray.ts';
import { paths } from '../../catalog/values-paths.ts';
import type { Step } from './step.ts';

/**
 * Ray's image on GPUs. Published charts add -gpu to the tag of the workers, the chart in the box
 * takes it as it is. Generation 0.2 has no image of Ray to fall back on.
 */
export const translateRayImage: Step = ({ config, chart, own, wanted }) => {
  const { accelerator, imageRepository, imageTag, isRay, pythonVersion, rayVersion } = config;
  if (!isRay || accelerator?.value !== 'gpu') return [];
  const tag = own(paths.imageTag);
  if (imageRepository?.origin.kind === 'chart' && imageTag?.origin.kind === 'chart') {
    if (wanted === '0.1' || rayVersion === undefined || !chart.habits.addsGpuToTag) return [];
    const python = /^3\.\d+/.exec(pythonVersion?.value ?? defaultPython)?.[0] ?? defaultPython;
    const value = `${rayVersion.value}-py${python.replace('.', '')}`;
    return [
      { kind: 'set', path: paths.imageRepository, value: rayRepository },
      { kind: 'set', path: paths.imageTag, value },
    ];
  }
  if (tag === undefined || imageRepository?.value !== rayRepository || imageTag === undefined)
    return [];
  const { value } = imageTag;
  const plain = tagWithoutGpu(value);
  if (chart.habits.addsGpuToTag)
    return plain === undefined ? [] : [{ kind: 'set', path: tag.path, value: plain }];
  return wanted === '0.1' && /-py3\d+$/.test(value)
    ? [{ kind: 'set', path: tag.path, value: `${value}-gpu` }]
    : [];
};

/** Of the chart in the box, where a file names none. */
const defaultPython = '3.12';
