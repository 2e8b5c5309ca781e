import type { ApiAnswer, Cluster } from '../cluster/ports.ts';

/** The same cluster, which is asked each question once: releases of a namespace share its events. */
export function onceEach(cluster: Cluster): Cluster {
  const answers = new Map<string, Promise<ApiAnswer>>();
  return {
    target: cluster.target,
    reread: () => cluster.reread(),
    close: () => cluster.close(),
    stream: (...asked) => cluster.stream(...asked),
    forward: (choose) => cluster.forward(choose),
    request: (request, signal) => {
      if (request.method !== 'GET') return cluster.request(request, signal);
      const question = JSON.stringify([request.path, request.query]);
      const answer = answers.get(question) ?? cluster.request(request, signal);
      answers.set(question, answer);
      return answer;
    },
  };
}
