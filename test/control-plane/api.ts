import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';

/** Raw calls to the test API server, independent of the product's own client. */
export interface Api {
  call(
    method: string,
    path: string,
    body?: string | object,
    contentType?: string,
    /** Somebody else's, in place of the one it was opened with. */
    bearer?: string,
  ): Promise<ApiAnswer>;
  close(): void;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json(): unknown;
}

export interface ApiAccess {
  readonly server: string;
  /** PEM text. */
  readonly certificate: string;
  readonly token: string;
}

/** Bodies go out as server-side apply unless a content type is given. */
export function openApi({ server, certificate, token }: ApiAccess): Api {
  const agent = new Agent({ ca: certificate, keepAlive: true });
  return {
    call: (method, path, body, contentType = 'application/apply-patch+yaml', bearer = token) =>
      new Promise((done, fail) => {
        const headers = {
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { 'content-type': contentType }),
        };
        const call = request(server + path, { method, agent, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', fail);
          response.on('end', () => {
            done({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: () => JSON.parse(text) as unknown,
            });
          });
        });
        call.on('error', fail);
        call.end(typeof body === 'object' ? JSON.stringify(body) : body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
