import { chart } from './chart.ts';
import { graviton } from './graviton.ts';
import type { MatterGroup } from './matter.ts';
import { memory } from './memory.ts';
import { neuronVllm } from './neuron-vllm.ts';
import { neuron } from './neuron.ts';
import {
  authoring,
  images,
  neuronPains,
  observability,
  rayPains,
  rolloutPains,
  scheduling,
  secrets,
  sizing,
} from './pains.ts';
import { quantization } from './quantization.ts';
import { ray } from './ray.ts';
import { resources } from './resources.ts';
import { vllm } from './vllm.ts';

/** Everything that is known to go wrong with a values file, in the order of the page. */
export const matterGroups: readonly MatterGroup[] = [
  authoring,
  resources,
  scheduling,
  neuron,
  sizing,
  memory,
  vllm,
  quantization,
  neuronVllm,
  neuronPains,
  ray,
  rayPains,
  graviton,
  chart,
  images,
  secrets,
  rolloutPains,
  observability,
];
