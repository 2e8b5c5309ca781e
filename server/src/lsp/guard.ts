import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';

/** Puts one guard around each handler: a bug is logged with its place and answered politely. */
export interface Guard {
  request<Params, Answer>(
    name: string,
    handler: (params: Params, token: CancellationToken) => Answer | Promise<Answer>,
  ): (params: Params, token: CancellationToken) => Promise<Answer | ResponseError>;
  /** For what nobody waits for. */
  task(name: string, run: () => void | Promise<void>): void;
}

export function guardWith(connection: Connection): Guard {
  const log = (name: string, error: unknown) => {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${name}: ${details}`);
  };
  return {
    request: (name, handler) => async (params, token) => {
      // A request that was withdrawn while it waited in line is not worth the work.
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled.`);
      try {
        return await handler(params, token);
      } catch (error) {
        log(name, error);
        const message = `Inference Charts ran into a fault of its own in ${name}; its log has the details.`;
        return new ResponseError(ErrorCodes.InternalError, message);
      }
    },
    task(name, run) {
      try {
        Promise.resolve(run()).catch((error: unknown) => {
          log(name, error);
        });
      } catch (error) {
        log(name, error);
      }
    },
  };
}
