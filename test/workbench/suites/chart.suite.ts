import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionFile } from './extension.ts';
import { openPreview, shows } from './manifest-preview.ts';
import { soundValues } from './sample-values.ts';
import { inWorkspace, openValues } from './values-file.ts';

suite('A file is judged and rendered with its own chart', () => {
  let folder: string;

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'chart-of-ours-'));
    copyChart(folder, '0.1.77');
  });

  teardown(async () => {
    await chooseChart(undefined);
    rmSync(folder, { recursive: true });
    rmSync(inWorkspace('with-chart').fsPath, { recursive: true, force: true });
  });

  test('the one that the setting names, as soon as it names it', async () => {
    const values = await openValues('by-setting.yaml', soundValues);
    const preview = await openPreview(values);
    await shows(preview, /helm\.sh\/chart: ai-on-eks-inference-charts-0\.1\.0\n/);

    await chooseChart(folder);
    await shows(preview, /helm\.sh\/chart: ai-on-eks-inference-charts-0\.1\.77\n/);

    await chooseChart(undefined);
    await shows(preview, /helm\.sh\/chart: ai-on-eks-inference-charts-0\.1\.0\n/);
  });

  test('the one beside it, and again when that changes on disk', async () => {
    const beside = inWorkspace('with-chart/inference-charts').fsPath;
    copyChart(beside, '0.1.88');
    const values = await openValues('with-chart/beside-chart.yaml', soundValues);
    const preview = await openPreview(values);
    await shows(preview, /helm\.sh\/chart: ai-on-eks-inference-charts-0\.1\.88\n/);

    setVersion(beside, '0.1.89');

    await shows(preview, /helm\.sh\/chart: ai-on-eks-inference-charts-0\.1\.89\n/);
  });
});

async function chooseChart(folder: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('inferenceCharts');
  await settings.update('chart', folder, vscode.ConfigurationTarget.Workspace);
}

/** The chart in the box under another version, by which it is told apart in what it renders. */
function copyChart(folder: string, version: string): void {
  cpSync(extensionFile('inference-charts').fsPath, folder, { recursive: true });
  setVersion(folder, version);
}

function setVersion(folder: string, version: string): void {
  const file = join(folder, 'Chart.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^version: .*$/m, `version: ${version}`));
}
