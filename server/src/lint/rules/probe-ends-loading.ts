import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { probePath } from '../../catalog/values-paths.ts';
import type { Fact, MergedValues } from '../../model/merged-values.ts';
import { asNumber } from '../../model/inference-config.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubernetes, publishedChart027 } from '../sources.ts';

/**
 * Seconds that no start of vLLM has been seen to stay below: `vllm serve` of a model of a few MB
 * took 35 to 113 s until /health answered (vLLM 0.9.1, 0.16.0, 0.19.1 and 0.32.0, measured on CPU,
 * 2026-11). A model of any size takes longer.
 */
const shortestStartSeconds = 30;

export const probeEndsLoading: Rule = {
  id: 'probe-ends-loading',
  severity: 'error',
  summary: 'A probe restarts the container before vLLM can have started.',
  why: 'A failing startup or liveness probe kills the container. vLLM answers /health only when the model is loaded, which takes half a minute for the smallest model and many minutes for a large one. A probe that gives up earlier restarts it for ever: CrashLoopBackOff, and no error in the log.',
  sources: [
    kubernetes('concepts/workloads/pods/probes'),
    kubernetes('tasks/configure-pod-container/configure-liveness-readiness-startup-probes'),
    publishedChart027,
  ],
  *check({ config: { generation, known, values } }) {
    if (generation !== '0.2' || !isVllmDeployment(known.framework)) return;
    const startup = values.at(probePath('startupProbe'));
    // While a startup probe has not succeeded, the others do not run.
    const name = startup === undefined ? 'livenessProbe' : 'startupProbe';
    const budget = budgetOf(values, name);
    if (budget === undefined || budget.seconds >= shortestStartSeconds) return;
    const whole = values.at(probePath(name));
    const at = blame(...budget.facts, whole);
    if (at === undefined) return;
    const why =
      name === 'livenessProbe' ? 'There is no startupProbe, and livenessProbe' : 'startupProbe';
    yield {
      at,
      on: at === whole ? 'key' : 'value',
      message: `${why} gives up after ${String(budget.seconds)} s, but vLLM answers ${String(shortestStartSeconds)} s after its start at the earliest: it is restarted while it loads the model, again and again. ${name === 'livenessProbe' ? 'Keep the startupProbe of the chart.' : 'Raise failureThreshold or periodSeconds to the time that the model takes to load.'}`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                startupProbe: null
                livenessProbe:
                  httpGet:
                    path: /health
                    port: 8000
                  periodSeconds: 5
                  failureThreshold: 3
          #                         ^ probe-ends-loading
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                startupProbe:
                  failureThreshold: 2
          #                         ^ probe-ends-loading
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: vllm
          modelServer:
            deployment:
              livenessProbe:
                httpGet:
                  path: /health
                  port: 8000
                periodSeconds: 5
      `,
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: vllm
          modelServer:
            deployment:
              startupProbe: null
              livenessProbe:
                httpGet:
                  path: /health
                  port: 8000
                initialDelaySeconds: 900
      `,
    ],
  },
};

interface Budget {
  readonly seconds: number;
  /** What is written of it, the strongest first. */
  readonly facts: readonly Fact[];
}

/** Undefined when there is no such probe, or one of its numbers is not a number. */
function budgetOf(
  values: MergedValues,
  name: 'startupProbe' | 'livenessProbe',
): Budget | undefined {
  const path = probePath(name);
  if (values.keys(path).length === 0) return undefined;
  const numbers = (['failureThreshold', 'periodSeconds', 'initialDelaySeconds'] as const).map(
    (key, at) => {
      const fact = values.at([...path, key]);
      const number = asNumber(fact);
      return fact !== undefined && number === undefined
        ? undefined
        : { fact: number, value: number?.value ?? defaults[at] ?? 0 };
    },
  );
  const [failures, period, delay] = numbers;
  if (failures === undefined || period === undefined || delay === undefined) return undefined;
  return {
    seconds: delay.value + failures.value * period.value,
    facts: numbers.flatMap((number) => number?.fact ?? []),
  };
}

/** Of Kubernetes, for failureThreshold, periodSeconds and initialDelaySeconds. */
const defaults = [3, 10, 0];
