import type * as vscode from 'vscode';
import type { Endpoints } from './endpoints.ts';
import type { LanguageConnection } from './language-client.ts';
import type { MemoryFitView } from './memory-fit/memory-fit-view.ts';
import type { ManifestLinks } from './preview/manifest-links.ts';
import type { ManifestPreview } from './preview/manifest-preview.ts';
import type { PlanTexts } from './plan-texts.ts';
import type { ReleasesView } from './releases/releases-view.ts';

/** What lives from activation to deactivation; handed to every command. */
export interface Session extends LanguageConnection {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly preview: ManifestPreview;
  readonly links: ManifestLinks;
  readonly planTexts: PlanTexts;
  readonly memoryFit: MemoryFitView;
  readonly endpoints: Endpoints;
  readonly releases: ReleasesView;
}

/** A palette command: package.json lists the same ids, which a test checks. */
export interface Command {
  readonly id: string;
  readonly run: (session: Session, ...args: readonly unknown[]) => Promise<void>;
}
