import type { ExecPlugin } from '../safety/exec-plugins.ts';

/** Why there is no connection, before a single request: one member per thing the user would do about it. */
export type ConnectFailure =
  /** The editor has not been told to trust what it has open, and a kubeconfig may run a command. */
  | { readonly kind: 'workspace-untrusted' }
  | { readonly kind: 'no-kubeconfig'; readonly looked: readonly string[] }
  | { readonly kind: 'kubeconfig-unreadable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'no-current-context'; readonly contexts: readonly string[] }
  | {
      readonly kind: 'context-unknown';
      readonly context: string;
      readonly contexts: readonly string[];
    }
  /** The context names a cluster or user that no file defines, or a cluster without an address. */
  | {
      readonly kind: 'context-incomplete';
      readonly context: string;
      readonly missing: 'cluster' | 'user' | 'server';
      readonly name: string;
    }
  | { readonly kind: 'auth-provider-retired'; readonly user: string; readonly provider: string }
  /** Neither known nor allowed by the user, so it was not run. */
  | { readonly kind: 'plugin-not-allowed'; readonly plugin: ExecPlugin }
  /** It wants to ask its questions at a terminal, which it is not given. */
  | { readonly kind: 'plugin-interactive'; readonly command: string }
  | {
      readonly kind: 'plugin-missing';
      readonly command: string;
      /** What the kubeconfig itself says about installing it. */
      readonly hint?: string;
    }
  /** `output` is what the plugin printed on stderr. */
  | { readonly kind: 'plugin-failed'; readonly command: string; readonly output: string };
