import { paths } from '../../catalog/values-paths.ts';
import { blame, tell } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import type { Fix, Rule } from '../rule.ts';
import { publishedChart027, llamaCppImages } from '../sources.ts';
import { isWholeFile } from '../whole-file.ts';

export const llamaServerNotOnPath: Rule = {
  id: 'llama-server-not-on-path',
  severity: 'error',
  summary: 'The shell does not find llama-server in the official image.',
  why: 'The images ghcr.io/ggml-org/llama.cpp have llama-server in their working directory, /app, which is not on the PATH. The chart starts llamaCpp.command with a shell, by default llama-server without a path: the container ends with "llama-server: not found" and is restarted for ever.',
  sources: [llamaCppImages, publishedChart027],
  *check({ config }) {
    const { imageRepository: repository, known, values } = config;
    if (known.framework?.server !== 'llama-server' || known.image.serves !== 'llama-server') return;
    const started = values.at(paths.llamaCppCommand);
    if (repository === undefined || typeof started?.value !== 'string') return;
    const [program, ...parameters] = started.value.trim().split(/\s+/);
    if (program !== 'llama-server' || environmentVariable(values, 'PATH') !== undefined) return;
    // Another file may name the command of one that says little.
    if (started.origin.kind === 'chart' && !isWholeFile(config)) return;
    const at = blame(started, repository);
    if (at === undefined) return;
    const path = './llama-server';
    const fix: Fix = {
      title: `Set llamaCpp.command to ${path}`,
      isSafe: true,
      edits: [{ kind: 'set', path: paths.llamaCppCommand, value: [path, ...parameters].join(' ') }],
    };
    yield {
      at,
      message: `llamaCpp.command is ${tell(started)}, but ${repository.value} has the program in its working directory and not on the PATH: the container ends with "llama-server: not found". Set llamaCpp.command to ${path}.`,
      ...(at !== repository && {
        related: [{ at: repository, message: `The image is ${repository.value}.` }],
      }),
      fixes: [fix],
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
            modelServer:
              image:
                repository: ghcr.io/ggml-org/llama.cpp
          #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ llama-server-not-on-path
                tag: server
        `,
        fixed: `
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
            command: "./llama-server"
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
          command: /app/llama-server --verbose
      `,
    ],
  },
};
