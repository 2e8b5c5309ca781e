/**
 * A request by its method name; the type parameters are what crosses the wire. No class of the LSP
 * libraries, because client and server each bring their own version of it.
 */
export interface Request<Params, Answer> {
  readonly method: string;
  /** Never set: holds the types. */
  readonly types?: { readonly params: Params; readonly answer: Answer };
}

/** A notification by its method name. */
export interface Notification<Params> {
  readonly method: string;
  /** Never set: holds the type. */
  readonly types?: { readonly params: Params };
}
