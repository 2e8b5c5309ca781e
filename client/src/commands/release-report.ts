import type { ReleaseDetail } from '../../../server/src/protocol.ts';
import { readRelease, releaseFor } from '../releases/pick-release.ts';
import type { Command } from '../session.ts';

/** Pods, causes and events of a release as a document to read and to send to a colleague. */
export const showPodsAndEvents: Command = {
  id: 'inferenceCharts.showPodsAndEvents',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    const answer = await readRelease(session, target);
    if (answer === undefined) return;
    await session.planTexts.report(target.release, textOf(answer.release, answer.context));
  },
};

function textOf(release: ReleaseDetail, context: string): string {
  const { workloads, events, interrupted } = release;
  return [
    `# ${release.release} in ${release.namespace} on ${context}`,
    '',
    release.message,
    ...(interrupted === undefined ? [] : ['', interrupted]),
    ...workloads.flatMap(({ kind, name, message, pods, causes }) => [
      '',
      `## ${kind} ${name}`,
      '',
      message,
      '',
      ...pods.map(
        ({ name: pod, status, isReady, restarts, node }) =>
          `- ${pod}: ${status}, ${isReady ? 'ready' : 'not ready'}, ${restarts} restarts, ${node ?? 'no node'}`,
      ),
      ...causes.map((cause) => `- ${cause.message}`),
    ]),
    '',
    '## Events',
    '',
    ...events.map(
      ({ time, object, reason, message }) => `- ${time} ${object} ${reason}: ${message}`,
    ),
    '',
  ].join('\n');
}
