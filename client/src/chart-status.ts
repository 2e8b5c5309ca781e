import * as vscode from 'vscode';
import { chartRequest, languageId } from '../../server/src/protocol.ts';
import { ask } from './language-client.ts';
import type { Session } from './session.ts';

/** The status bar says which chart the active file is judged against, and why. */
export function showChartInStatusBar(session: Session): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'inferenceCharts.chart',
    vscode.StatusBarAlignment.Right,
    100,
  );
  item.name = 'Inference Chart';
  item.command = 'inferenceCharts.chooseChart';
  let asked = 0;

  const refresh = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== languageId) {
      item.hide();
      return;
    }
    const chart = await ask(session.client, chartRequest, { uri: document.uri.toString() });
    // A slower answer for an editor that was left must not overwrite the newer one.
    if (mine !== asked) return;
    if (chart === null) {
      item.hide();
      return;
    }
    const isHere = chart.directory !== undefined;
    item.text = `$(${isHere ? 'package' : 'cloud-download'}) ${chart.name} ${chart.version}${isHere ? '' : ' (not on this machine)'}`;
    item.tooltip = [chart.explanation, chart.directory ?? ''].join('\n').trimEnd();
    item.show();
  };
  const later = (): void => {
    refresh().catch((error: unknown) => {
      session.output.error('status bar', error instanceof Error ? error : String(error));
    });
  };
  later();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(later),
    // The first line of the text may name the chart.
    session.onDidSync(later),
    session.onDidChangeCharts(later),
  );
}
