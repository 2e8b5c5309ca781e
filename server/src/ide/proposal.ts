import type { KeyDescription } from '../schema/describe-key.ts';
import type { Span } from '../syntax/node.ts';

/** One proposal. The list is in order: what fits the file best comes first. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'map' | 'value' | 'preset' | 'model' | 'instance-type';
  /** A few words beside the label; empty when there are none. */
  readonly detail: string;
  /** Markdown; empty when there is nothing to say. */
  readonly documentation: string;
  /** What is replaced; on the cursor's line. */
  readonly span: Span;
  /** With the file's own line breaks and indentation: to be taken as it is. */
  readonly newText: string;
  /** The same with tab stops, for editors that have them. */
  readonly snippet?: string;
  /** What the letters typed so far are compared with. */
  readonly filterText: string;
  /** Whether the next thing to write can be proposed at once. */
  readonly asksAgain: boolean;
}

/** A key that may be written, with the value it would start with. */
export interface KeyProposal {
  readonly key: string;
  readonly shape: 'map' | 'list' | 'scalar';
  readonly value?: string | number | boolean;
  readonly description?: KeyDescription;
  readonly detail: string;
  /** Markdown; absent when there is nothing to say. */
  readonly documentation?: string;
}

/** A value that may be written. */
export interface ValueProposal {
  readonly value: string | number | boolean;
  readonly kind: 'value' | 'model' | 'instance-type';
  readonly detail: string;
  readonly documentation: string;
}
