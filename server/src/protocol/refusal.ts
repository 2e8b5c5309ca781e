import type { Request } from './request.ts';

/** No kubeconfig, no context, unreachable, unauthorized, forbidden…: the sentence says what to do. */
export interface ClusterRefused {
  readonly kind: 'cluster-refused';
  readonly reason: string;
  readonly message: string;
  /** The kubeconfig signs in by a command that the user must allow first, by `allowPluginRequest`; it was not run. */
  readonly plugin?: SignInPlugin;
}

export interface SignInPlugin {
  /** Changes with anything that changes what is run. */
  readonly id: string;
  readonly commandLine: string;
  readonly file: string;
}

/** The user has seen the command line and allows it, until the server ends. */
export const allowPluginRequest: Request<{ readonly id: string }, null> = {
  method: 'inference/allowPlugin',
};
