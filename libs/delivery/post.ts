import type { IncomingMessage } from "node:http";

/** What is sent, and what cuts it short, answer included. */
export interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/**
 * Sends a POST and resolves as soon as the head of its answer is there; follows no redirect. Loaded when the first
 * record goes out, and by `node:http`: beside a lot Node's `fetch` would take 10 MiB more.
 * Rejects with what Node's sockets and HTTP client throw.
 */
export const post = async (
  url: URL,
  { headers, body, signal }: Posting,
): Promise<IncomingMessage> => {
  const { request } = await (url.protocol === "https:"
    ? import("node:https")
    : import("node:http"));
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // After the answer an error is its reader's to hear.
  request(url, { method: "POST", headers: { ...headers }, signal })
    .on("response", resolve)
    .on("error", reject)
    // An answer that wants to go on with another protocol is neither.
    .on("close", () => reject(Object.assign(new Error("no answer"), { code: "ECONNRESET" })))
    .end(body);
  return await promise;
};
