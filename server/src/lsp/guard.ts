import {
  ResponseError,
  LSPErrorCodes,
  ErrorCodes,
  type Connection,
  type CancellationToken,
} from 'vscode-languageserver/node';

/** Puts one guard around a handler: a bug is logged with its place and answered politely. */
export type Guard = <Params, Answer>(
  name: string,
  handler: (params: Params, token: CancellationToken) => Answer | Promise<Answer>,
) => (params: Params, token: CancellationToken) => Promise<Answer | ResponseError>;

export function guardWith(connection: Connection): Guard {
  return (name, handler) => async (params, token) => {
    // A request that was withdrawn while it waited in line is not worth the work.
    if (token.isCancellationRequested)
      return new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled.`);
    try {
      return await handler(params, token);
    } catch (error) {
      connection.console.error(
        `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return new ResponseError(
        ErrorCodes.InternalError,
        `Inference Charts ran into a fault of its own in ${name}; its log has the details.`,
      );
    }
  };
}
