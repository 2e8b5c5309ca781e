import * as vscode from 'vscode';
import { releasesRequest, type ReleaseTarget } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Session } from '../session.ts';
import { tellRefusal } from '../tell-outcome.ts';

/** Asks for one of the releases that the Inference view shows; from the palette, nothing is selected. */
export async function pickRelease(session: Session): Promise<ReleaseTarget | undefined> {
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
