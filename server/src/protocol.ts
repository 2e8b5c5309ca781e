/**
 * Requests of ours on top of LSP: the only file of the server that the client imports.
 * Every answer is a tagged union with one member per thing the user would do differently.
 */
export * from './protocol/deploy.ts';
export * from './protocol/document.ts';
export * from './protocol/explain-log.ts';
export * from './protocol/fit.ts';
export * from './protocol/get-chart.ts';
export * from './protocol/presets.ts';
export * from './protocol/provenance.ts';
export * from './protocol/refusal.ts';
export * from './protocol/release-changes.ts';
export * from './protocol/releases.ts';
export * from './protocol/request.ts';
export * from './protocol/serving.ts';
