import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ApiAnswer, ApiRequest, Cluster } from '../../server/src/deploy/cluster/ports.ts';

/** One request with every answer it got. */
export interface Exchange {
  readonly request: ApiRequest;
  /** Each different answer once. */
  readonly answers: ApiAnswer[];
  /** Indices into `answers`, in the order in which they came. */
  readonly order: number[];
}

/** Passes requests on and writes down what comes back. */
export function record(cluster: Cluster): {
  cluster: Cluster;
  exchanges: () => readonly Exchange[];
} {
  const recorded = new Map<string, Exchange>();
  return {
    exchanges: () => [...recorded.values()],
    cluster: {
      ...cluster,
      request: async (request, signal) => {
        const answer = await cluster.request(request, signal);
        const exchange = recorded.get(keyOf(request)) ?? { request, answers: [], order: [] };
        recorded.set(keyOf(request), exchange);
        const text = JSON.stringify(answer);
        const known = exchange.answers.findIndex((one) => JSON.stringify(one) === text);
        exchange.order.push(known < 0 ? exchange.answers.push(answer) - 1 : known);
        return answer;
      },
    },
  };
}

/** Two requests with one key are one question. Bodies count: what is applied is the point. */
export function keyOf({ method, path, query = {}, body = '' }: ApiRequest): string {
  const search = new URLSearchParams(query).toString();
  return `${method} ${path}?${search} ${body}`;
}

export function readRecording(name: string): readonly Exchange[] {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Exchange[];
}

export function writeRecording(name: string, exchanges: readonly Exchange[]): void {
  mkdirSync(dirname(fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(exchanges, undefined, 1)}\n`);
}

function fileOf(name: string): string {
  return join(import.meta.dirname, '..', 'fixtures', 'exchanges', `${name}.json`);
}

/** The answers as they came. */
export function answersOf({ answers, order }: Exchange): readonly ApiAnswer[] {
  return order.flatMap((index) => answers[index] ?? []);
}
