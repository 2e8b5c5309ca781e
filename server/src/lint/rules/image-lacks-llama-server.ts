import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, llamaCppImages } from '../sources.ts';
import { isWholeFile } from '../whole-file.ts';

export const imageLacksLlamaServer: Rule = {
  id: 'image-lacks-llama-server',
  severity: 'error',
  summary: 'framework llama-cpp runs an image that has no llama-server.',
  why: 'The chart starts llama-server in whatever image the values name, and its default image is vLLM\'s. The container ends with "llama-server: not found" and is restarted for ever.',
  sources: [publishedChart027, llamaCppImages],
  *check({ config }) {
    const { framework, imageRepository: repository, known, values } = config;
    const { serves } = known.image;
    if (known.framework?.server !== 'llama-server' || !framework || !repository) return;
    if (serves === undefined || serves === 'llama-server') return;
    // Whoever writes the command may install what it calls.
    if (values.at(paths.llamaCppCommand)?.origin.kind === 'document') return;
    if (repository.origin.kind === 'chart' && !isWholeFile(config)) return;
    const at = blame(repository, framework);
    if (at === undefined) return;
    const origin = repository.origin.kind === 'chart' ? " (the chart's default)" : '';
    yield {
      at,
      message: `framework is llama-cpp, but ${repository.value}${origin} has no llama-server in it: the container ends with "llama-server: not found". Use ghcr.io/ggml-org/llama.cpp with tag server, and set llamaCpp.command to ./llama-server.`,
      related: [{ at: framework, message: 'framework is llama-cpp here.' }].filter(
        (place) => place.at !== at,
      ),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: ggml-org/Qwen3-0.6B-GGUF
          inference:
            accelerator: graviton
            framework: llama-cpp
          #            ^^^^^^^^^ image-lacks-llama-server
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        model: ggml-org/Qwen3-0.6B-GGUF
        inference:
          accelerator: graviton
          framework: llama-cpp
          modelServer:
            image:
              repository: ghcr.io/ggml-org/llama.cpp
              tag: server
        llamaCpp:
          command: ./llama-server
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        model: ggml-org/Qwen3-0.6B-GGUF
        inference:
          accelerator: graviton
          framework: llama-cpp
          modelServer:
            image:
              repository: registry.example.com/team/llama
              tag: "1.4"
      `,
    ],
  },
};
