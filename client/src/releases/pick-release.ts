import * as vscode from 'vscode';
import {
  releaseRequest,
  releasesRequest,
  type ReleaseAnswer,
  type ReleaseTarget,
} from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Session } from '../session.ts';
import { tellRefusal } from '../tell-outcome.ts';
import { isTrusted } from '../workspace-trust.ts';
import { isReleaseNode } from './release-node.ts';

/** What a command is about: the item of the Inference view that it was called on, or a release that the user picks. */
export async function releaseFor(
  session: Session,
  argument: unknown,
): Promise<ReleaseTarget | undefined> {
  if (!(await isTrusted())) return undefined;
  return isReleaseNode(argument) ? argument.target : pickRelease(session);
}

/** The release as it stands now; when it cannot be read, the user was told why. */
export async function readRelease(
  session: Session,
  target: ReleaseTarget,
): Promise<Extract<ReleaseAnswer, { kind: 'release' }> | undefined> {
  const answer = await ask(session.client, releaseRequest, target);
  if (answer.kind === 'release') return answer;
  if (answer.kind !== 'cancelled') await vscode.window.showErrorMessage(answer.message, 'OK');
  return undefined;
}

async function pickRelease(session: Session): Promise<ReleaseTarget | undefined> {
  const { context } = session.releases;
  const answer = await ask(session.client, releasesRequest, {
    ...(context !== undefined && { context }),
  });
  if (answer.kind === 'cancelled') return undefined;
  if (answer.kind !== 'releases')
    return (await tellRefusal(session, answer)) === 'again' ? pickRelease(session) : undefined;
  if (answer.releases.length === 0) {
    await vscode.window.showInformationMessage(
      `There is no release of an inference chart in context ${answer.context}.`,
      'OK',
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    answer.releases.map(({ release, namespace, message, state }) => ({
      label: release,
      description: `${namespace}, ${state}`,
      detail: message,
      target: { context: answer.context, namespace, release },
    })),
    { title: `Which release in context ${answer.context}?`, matchOnDescription: true },
  );
  return chosen?.target;
}
