import {
  CodeActionKind,
  type CancellationToken,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import {
  allowPluginRequest,
  applyRequest,
  chartPlacesRequest,
  chartRequest,
  chartVersionsRequest,
  closeEndpointRequest,
  contextsRequest,
  createTokenSecretRequest,
  detectRequest,
  didGrantTrust,
  explainLogRequest,
  fitRequest,
  followLogsRequest,
  getChartRequest,
  locateKeysRequest,
  manifestLinesRequest,
  manifestSourceRequest,
  markFailedRequest,
  openEndpointRequest,
  planRequest,
  planRollbackRequest,
  planUninstallRequest,
  presetsRequest,
  presetTextRequest,
  releaseRequest,
  releasesRequest,
  renderRequest,
  uninstallRequest,
  type Request,
} from '../protocol.ts';
import { chart } from './handlers/chart.ts';
import { codeAction, fixAllKind } from './handlers/code-action.ts';
import { completion, triggerCharacters } from './handlers/completion.ts';
import { definition, references } from './handlers/definition.ts';
import { detect } from './handlers/detect.ts';
import { documentLink } from './handlers/document-link.ts';
import { documentSymbol } from './handlers/document-symbol.ts';
import { explainLog } from './handlers/explain-log.ts';
import { fit } from './handlers/fit.ts';
import { foldingRange } from './handlers/folding-range.ts';
import { chartPlaces, chartVersions, getChart } from './handlers/get-chart.ts';
import { hover } from './handlers/hover.ts';
import { inlayHint } from './handlers/inlay-hint.ts';
import { locateKeys } from './handlers/locate-keys.ts';
import { presets, presetText } from './handlers/presets.ts';
import { manifestLines, manifestSource } from './handlers/provenance.ts';
import { render } from './handlers/render.ts';
import type { Session } from './session.ts';

/** What an editor may ask of this server. */
export const requestCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  inlayHintProvider: true,
};

type Handler<Params, Answer> = (
  session: Session,
  params: Params,
  token: CancellationToken,
) => Answer | Promise<Answer>;

/** Binds each request to its handler, with the guard around it. */
export function answerRequests(session: Session): void {
  const { connection } = session;
  const standard = <Params, Answer>(method: string, handler: Handler<Params, Answer>) =>
    session.guard.request(method, (params: Params, token) => handler(session, params, token));
  connection.onCompletion(standard('completion', completion));
  connection.onHover(standard('hover', hover));
  connection.onDefinition(standard('definition', definition));
  connection.onReferences(standard('references', references));
  connection.onCodeAction(standard('codeAction', codeAction));
  connection.onDocumentSymbol(standard('documentSymbol', documentSymbol));
  connection.onFoldingRanges(standard('foldingRange', foldingRange));
  connection.onDocumentLinks(standard('documentLink', documentLink));
  connection.languages.inlayHint.on(standard('inlayHint', inlayHint));

  const answer = <Params, Answer>(
    { method }: Request<Params, Answer>,
    handler: Handler<Params, Answer>,
  ): void => {
    // What is asked right after the start would else be answered without the user's settings.
    connection.onRequest(
      method,
      standard(method, async (asking: Session, params: Params, token) => {
        await asking.workspace.ready;
        return handler(asking, params, token);
      }),
    );
  };
  answer(chartRequest, chart);
  answer(chartPlacesRequest, chartPlaces);
  answer(chartVersionsRequest, chartVersions);
  answer(getChartRequest, getChart);
  answer(detectRequest, detect);
  answer(fitRequest, fit);
  answer(explainLogRequest, explainLog);
  answer(locateKeysRequest, locateKeys);
  answer(presetsRequest, presets);
  answer(presetTextRequest, presetText);
  answer(renderRequest, render);
  answer(manifestLinesRequest, manifestLines);
  answer(manifestSourceRequest, manifestSource);
  connection.onNotification(didGrantTrust.method, () => {
    session.access.grantTrust();
  });
  answer(allowPluginRequest, ({ access }, { id }) => {
    access.allowPlugin(id);
    return null;
  });
  // Deploying is loaded when it is first asked for.
  answer(contextsRequest, async (asking, params) =>
    (await import('./handlers/contexts.ts')).contexts(asking, params),
  );
  answer(planRequest, async (...asked) => (await import('./handlers/plan.ts')).plan(...asked));
  answer(releasesRequest, async (...asked) =>
    (await import('./handlers/releases.ts')).releases(...asked),
  );
  answer(releaseRequest, async (...asked) =>
    (await import('./handlers/releases.ts')).release(...asked),
  );
  answer(planRollbackRequest, async (...asked) =>
    (await import('./handlers/rollback.ts')).rollback(...asked),
  );
  answer(planUninstallRequest, async (...asked) =>
    (await import('./handlers/uninstall.ts')).uninstallPlan(...asked),
  );
  answer(uninstallRequest, async (...asked) =>
    (await import('./handlers/uninstall.ts')).uninstall(...asked),
  );
  answer(markFailedRequest, async (asking, params) =>
    (await import('./handlers/mark-failed.ts')).markFailed(asking, params),
  );
  answer(createTokenSecretRequest, async (...asked) =>
    (await import('./handlers/create-token-secret.ts')).createTokenSecret(...asked),
  );
  answer(applyRequest, async (...asked) => (await import('./handlers/apply.ts')).apply(...asked));
  answer(followLogsRequest, async (...asked) =>
    (await import('./handlers/serving.ts')).followLogs(...asked),
  );
  answer(openEndpointRequest, async (...asked) =>
    (await import('./handlers/serving.ts')).openEndpoint(...asked),
  );
  answer(closeEndpointRequest, async (asking, params) =>
    (await import('./handlers/serving.ts')).closeEndpoint(asking, params),
  );
}
