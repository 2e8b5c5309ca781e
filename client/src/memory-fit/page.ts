import type { FitAnswer, FitPart, FittingInstance } from '../../../server/src/protocol.ts';

/**
 * The page around what changes. Nothing is loaded and nothing runs but the one script and the one
 * style that carry the nonce.
 */
export function pageShell(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inference Memory Fit</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main aria-live="off"></main>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

/** What the page shows for an answer. Every text of the answer is escaped. */
export function pageBody(answer: FitAnswer, fileName: string): string {
  const file = `<p class="file">${escaped(fileName)}</p>`;
  switch (answer.kind) {
    case 'not-open':
      return `${file}<p role="status">The values file is not open in the editor.</p>`;
    case 'unknown':
      return `<h1>${escaped(answer.title)}</h1>${file}
<p role="status"><strong class="unknown">not known</strong></p>
<p>To estimate its memory, this would have to be known:</p>
${items(answer.missing)}
${instances(answer.instances)}`;
    case 'estimated':
      return `<h1>${escaped(answer.title)}</h1>${file}
<p role="status"><strong class="${answer.verdict}">${answer.verdict.replaceAll('-', ' ')}</strong> ${escaped(answer.reason)}</p>
${bar(answer.parts)}
${legend(answer.parts)}
<h2>What that gives</h2>
<table class="figures">${answer.figures.map(([label, text]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(text)}</td></tr>`).join('')}</table>
${section('Risks', answer.risks)}
${instances(answer.instances)}
${section('The estimate assumes', answer.assumptions)}`;
  }
}

/** A picture for the eye; the table below it says the same. */
function bar(parts: readonly FitPart[]): string {
  const width = 1000;
  let x = 0;
  const rects = parts.map(({ kind, label, size, share }) => {
    const rect = `<rect class="${kind}" x="${x.toFixed(1)}" y="0" width="${(share * width).toFixed(1)}" height="40"><title>${escaped(`${label}: ${size}`)}</title></rect>`;
    x += share * width;
    return rect;
  });
  const told = parts.map(({ label, size }) => `${label} ${size}`).join(', ');
  return `<svg role="img" aria-label="${escaped(`Memory of one device: ${told}`)}" viewBox="0 0 ${width} 40" preserveAspectRatio="none">${rects.join('')}</svg>`;
}

function legend(parts: readonly FitPart[]): string {
  const rows = parts.map(
    ({ kind, label, size }) =>
      `<tr><td><svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><rect class="${kind}" width="10" height="10"/></svg></td><th scope="row">${escaped(label)}</th><td>${escaped(size)}</td></tr>`,
  );
  return `<table class="legend">${rows.join('')}</table>`;
}

function instances(found: readonly FittingInstance[]): string {
  if (found.length === 0) return '';
  const rows = found.map(({ name, hardware, outcome, isCurrent, edit }) => {
    const action =
      edit === undefined
        ? isCurrent
          ? 'in use'
          : ''
        : `<button type="button" data-apply="${escaped(name)}" aria-label="${escaped(`Use ${name}`)}">Use</button>`;
    return `<tr><th scope="row">${escaped(name)}</th><td>${escaped(hardware)}<br>${escaped(outcome)}</td><td>${action}</td></tr>`;
  });
  return `<h2>Smallest instance types that fit</h2>
<p>By device memory; prices are not known here. Each leaves the file without a new error.</p>
<table class="instances">${rows.join('')}</table>`;
}

function section(title: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : `<h2>${title}</h2>${items(sentences)}`;
}

function items(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replaceAll(
    /[&<>"']/g,
    (character) => `&#${character.codePointAt(0)?.toString() ?? ''};`,
  );
}

/** Keeps the focus where it was while the file is being typed, and reports which button was pressed. */
const script = `
const api = acquireVsCodeApi();
const main = document.querySelector('main');
addEventListener('message', ({ data }) => {
  const focused = document.activeElement?.dataset?.apply;
  main.innerHTML = data.body;
  if (focused !== undefined)
    [...main.querySelectorAll('[data-apply]')].find((one) => one.dataset.apply === focused)?.focus();
});
addEventListener('click', ({ target }) => {
  const button = target.closest('[data-apply]');
  if (button !== null) api.postMessage({ kind: 'apply', name: button.dataset.apply });
});
api.postMessage({ kind: 'ready' });
`;

const style = `
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); padding: 0 1.5em 2em; line-height: 1.5; }
h1 { font-size: 1.2em; font-weight: 600; margin: 1em 0 0; overflow-wrap: anywhere; }
h2 { font-size: 1em; font-weight: 600; margin: 1.8em 0 0.4em; }
.file { color: var(--vscode-descriptionForeground); margin: 0 0 1em; }
strong { text-transform: uppercase; letter-spacing: 0.04em; margin-right: 0.5em; }
.fits { color: var(--vscode-charts-green); }
.tight { color: var(--vscode-charts-orange); }
.does-not-fit { color: var(--vscode-errorForeground); }
.unknown { color: var(--vscode-descriptionForeground); }
svg[role=img] { width: 100%; height: 2.5em; display: block; }
.swatch { width: 0.9em; height: 0.9em; }
rect { stroke: var(--vscode-editor-background); stroke-width: 1; vector-effect: non-scaling-stroke; }
rect.weights { fill: var(--vscode-charts-blue); }
rect.activations { fill: var(--vscode-charts-purple); }
rect.overhead { fill: var(--vscode-charts-foreground); }
rect.graphs { fill: var(--vscode-charts-yellow); }
rect.kv-cache { fill: var(--vscode-charts-green); }
rect.missing { fill: var(--vscode-errorForeground); }
rect.free { fill: transparent; stroke: var(--vscode-foreground); }
table { border-collapse: collapse; }
th { font-weight: normal; text-align: left; }
th, td { padding: 0.15em 1em 0.15em 0; vertical-align: top; }
.legend td:last-child, .figures td { font-variant-numeric: tabular-nums; text-align: right; }
.instances td { color: var(--vscode-descriptionForeground); }
.instances th { font-weight: 600; }
ul { margin: 0.3em 0; padding-left: 1.4em; }
button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border, transparent); padding: 0.2em 1em; cursor: pointer; font: inherit; }
button:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;
