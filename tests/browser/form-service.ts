/** A form service on this machine: takes what is posted, and answers as it is told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Mood = 'accepts' | 'refuses' | 'is broken' | 'is slow';

export interface Post {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const answers: Readonly<Record<Exclude<Mood, 'is slow'>, readonly [number, string, string]>> = {
  accepts: [200, 'application/json', '{"ok": true}'],
  refuses: [
    422,
    'application/json',
    '{"errors": [{"field": "email", "message": "is on no list we know <b>"}]}',
  ],
  'is broken': [500, 'text/html', '<h1>Internal error</h1>'],
};

export class FormServer {
  mood: Mood = 'accepts';
  readonly posts: Post[] = [];
  private server: Server | undefined;
  private port = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The fields of the last form that arrived form-encoded, with plain line ends. */
  get fields(): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(this.posts.at(-1)?.text.replaceAll('%0D%0A', '%0A')));
  }

  /** Starts on a free port; again after `stop` on the same one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  stop(): Promise<void> {
    this.server?.closeAllConnections();
    return new Promise((resolve) => {
      this.server ? this.server.close(() => resolve()) : resolve();
      this.server = undefined;
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const allowed = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
    if (request.method !== 'POST') {
      response.writeHead(204, allowed).end();
      return;
    }
    let text = '';
    for await (const bytes of request.setEncoding('utf8')) text += String(bytes);
    this.posts.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', text });
    if (this.mood === 'is slow') return;
    const wantsPage = !request.headers.accept?.startsWith('application/json');
    const [status, type, body] = wantsPage ? [200, 'text/html', '<h1>Thank you</h1>'] : answers[this.mood];
    response.writeHead(status, { ...allowed, 'content-type': type }).end(body);
  }
}
