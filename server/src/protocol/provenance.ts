import type { DocumentEdit, DocumentParams } from './document.ts';
import type { Request } from './request.ts';

type TextRange = DocumentEdit['range'];

/** Which lines of the manifests come from the value at a place of the values file? */
export interface ManifestLinesParams extends DocumentParams {
  readonly position: TextRange['start'];
}

export interface ManifestLinesAnswer {
  /** Of the values file; lines of manifests that were rendered from another one do not match. */
  readonly version: number;
  /** The key and value that were asked about. */
  readonly range: TextRange;
  /** Zero-based lines of the manifests, last one included, in order. */
  readonly lines: readonly LineRange[];
}

export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Null: nothing stands there, the file does not render, or no line depends on it. */
export const manifestLinesRequest: Request<ManifestLinesParams, ManifestLinesAnswer | null> = {
  method: 'inference/manifestLines',
};

/** Which values does a line of the manifests come from? */
export interface ManifestSourceParams extends DocumentParams {
  /** Zero-based line of the manifests. */
  readonly line: number;
}

export interface ManifestSourceAnswer {
  readonly version: number;
  /** Keys and values, the one that says most about the line first. */
  readonly values: readonly { readonly uri: string; readonly range: TextRange }[];
  /** Template lines that print those values into this manifest. */
  readonly templates: readonly { readonly uri: string; readonly range: TextRange }[];
}

/** Null: the file does not render, or the line depends on no value that a file sets. */
export const manifestSourceRequest: Request<ManifestSourceParams, ManifestSourceAnswer | null> = {
  method: 'inference/manifestSource',
};
