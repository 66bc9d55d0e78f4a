import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunRecord } from "../../libs/run/run-record.ts";

/** A POST as it came. */
export interface Post {
  readonly key: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly record: RunRecord;
}

/** Answers a POST; the first one is number 1. */
export type AnswerPost = (answer: ServerResponse, post: Post, number: number) => void;

/** Says yes. */
export const take: AnswerPost = (answer) => {
  answer.writeHead(204).end();
};

/** The factory's system: an HTTP server on loopback that notes what it is sent; gone when disposed. */
export class RecordServer implements AsyncDisposable {
  readonly posts: Post[] = [];
  /** May be changed at any time. */
  answer: AnswerPost;
  readonly #server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const key = request.headers["idempotency-key"];
      const record: RunRecord = JSON.parse(Buffer.concat(chunks).toString());
      const post = { key: String(key), headers: request.headers, record };
      this.posts.push(post);
      this.answer(answer, post, this.posts.length);
    });
  });

  private constructor(answer: AnswerPost) {
    this.answer = answer;
  }

  /** Begins to listen, on a port of its own or this one. */
  static async open(answer: AnswerPost = take, port = 0): Promise<RecordServer> {
    const server = new RecordServer(answer);
    server.#server.listen(port, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Keys of all posts, as they came. */
  keys(): readonly (string | undefined)[] {
    return this.posts.map(({ key }) => key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
