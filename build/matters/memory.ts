import { group, memoryFit, refused, rules } from './matter.ts';

export const memory = group('Memory of devices', [
  ['m1', 'Weights alone fit', rules('weights-exceed-device-memory')],
  [
    'm2',
    'The KV cache holds one request',
    rules('context-length-exceeds-kv-cache', 'context-length-may-exceed-kv-cache'),
  ],
  ['m3', 'The KV cache holds the requests that run at once', rules('requests-exceed-kv-cache')],
  [
    'm4',
    'The budget, what weights and steps take of it, and graphs',
    memoryFit('Each part is shown with its assumptions.'),
  ],
  [
    'm5',
    'Latent attention, windows, linear layers, encoders',
    memoryFit('By the attention of each layer.'),
  ],
  [
    'm6',
    'Replicated key-value heads, uneven stages, padded vocabulary',
    memoryFit('By the largest rank.'),
  ],
  [
    'm7',
    'Memory that the card shows',
    memoryFit('As measured for each card, not the size on the box.'),
  ],
  [
    'm8',
    'Adapters, draft models, offloading, other processes',
    refused('Named as coming on top; with offloading the verdict is "unknown".'),
  ],
  [
    'm9',
    'Models whose facts were not read, private and local ones',
    refused('Unknown is not wrong.'),
  ],
  [
    'm10',
    'A default model of the chart',
    refused('A file that names no model lies on top of others.'),
  ],
]);
