import { isWorthRendering } from '../ide/render-findings.ts';
import { diagnosticsOf } from './handlers/diagnostics.ts';
import { scheduleChecks } from './schedule-checks.ts';
import type { Session } from './session.ts';
import type { Snapshot } from './snapshots.ts';

export interface DiagnosticsPublisher {
  /** The document, or what surrounds it, changed. */
  request(uri: string): void;
  /** From now on diagnostics are published; what was requested before comes first. */
  open(): void;
  /** Called whenever the findings of a version are sent. */
  onChecked(listener: (snapshot: Snapshot) => void): void;
}

/**
 * Sends the findings of every new version. Pushed rather than pulled: editors pull with a delay of
 * their own, and some cannot pull at all.
 */
export function publishDiagnostics(session: Session): DiagnosticsPublisher {
  const { connection, guard, ports, renderings, snapshots } = session;
  let isOpen = false;
  const waiting = new Set<string>();
  const listeners: ((snapshot: Snapshot) => void)[] = [];
  const checks = scheduleChecks((uri) => {
    guard.task(`diagnostics of ${uri}`, () => {
      const snapshot = snapshots.of(uri);
      if (snapshot === undefined) return undefined;
      const { version } = snapshot;
      const diagnostics = [...diagnosticsOf(session, snapshot)];
      learnReads(snapshot);
      learnRender(snapshot);
      for (const listener of listeners) listener(snapshot);
      return connection.sendDiagnostics({ uri, version, diagnostics });
    });
  });
  /** What the templates read is asked behind the first diagnostics, and checked against when it is known. */
  const learnReads = ({ uri, surrounded: { chart } }: Snapshot): void => {
    if (chart.reads !== undefined) return;
    guard.task(`reads of ${chart.location.directory ?? chart.name}`, async () => {
      await ports.reads.find(chart);
      if (ports.reads.withReads(chart).reads === undefined) return;
      snapshots.forgetSurroundings();
      if (snapshots.of(uri) !== undefined) checks.request(uri);
    });
  };
  const rendering = new Set<string>();
  /** What only a render tells comes behind the rest, one render at a time. */
  const learnRender = ({ uri, analysis, diagnostics, surrounded }: Snapshot): void => {
    if (rendering.has(uri) || !isWorthRendering(analysis, diagnostics)) return;
    rendering.add(uri);
    guard.task(`render of ${uri}`, async () => {
      // What the templates read leads from a refusal to the value.
      await ports.reads.find(surrounded.chart);
      const asked = snapshots.of(uri);
      const isWanted = () => snapshots.of(uri)?.analysis === asked?.analysis;
      const isNew = await (
        asked === undefined ? Promise.resolve(false) : renderings.learn(asked, isWanted)
      ).finally(() => rendering.delete(uri));
      const current = snapshots.of(uri);
      if (current === undefined) return;
      if (current.analysis !== asked?.analysis) learnRender(current);
      else if (isNew) checks.request(uri);
    });
  };
  const request = (uri: string): void => {
    if (isOpen) checks.request(uri);
    else waiting.add(uri);
  };
  snapshots.onChange(request);
  snapshots.onClose((uri) => {
    waiting.delete(uri);
    checks.cancel(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  return {
    request,
    open() {
      isOpen = true;
      for (const uri of waiting) checks.request(uri);
      waiting.clear();
    },
    onChecked(listener) {
      listeners.push(listener);
    },
  };
}
