import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import type { WebhookConfig } from "../jig/records-schema.ts";
import { safeJson } from "../report/safe-json.ts";
import { explainPostError } from "./explain-post-error.ts";
import { hideValues } from "./hide-values.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { post } from "./post.ts";
import { readBeginning } from "./read-beginning.ts";
import type { HandOver, Receiver, SentRecord } from "./receiver.ts";
import { resolveHeaders } from "./resolve-headers.ts";

/** Of what a receiver says: enough for a sentence. */
const SHOWN = 160;
/** A part of an address that is as long may be a key. */
const KEY_LENGTH = 16;

/** What a receiver is reached with, beside its own settings. */
export interface Surroundings {
  readonly clock: Clock;
  /** Variables that headers name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Version of this program. */
  readonly program: string;
}

/** A receiver of records by HTTP: one POST each, told apart by the header `Idempotency-Key`. */
export const webhookReceiver = (
  { url, headers, withinMs }: WebhookConfig,
  { clock, environment, program }: Surroundings,
): Receiver => {
  const address = new URL(url);
  const hand = async (record: SentRecord, signal: AbortSignal): Promise<HandOver> => {
    const own = await resolveHeaders(headers, environment);
    if (!own.ok) {
      const problem = `was not asked: the header ${own.field} ${own.problem} ${own.remedy}`;
      return { kind: "failed", problem: problem.replace(/\.$/, ""), mend: "person" };
    }
    const limit = new AbortController();
    using _ = clock.after(withinMs, () => limit.abort());
    try {
      const answer = await post(address, {
        headers: {
          "user-agent": `flashline/${program}`,
          ...own.headers,
          "content-type": "application/json",
          "idempotency-key": record.run,
        },
        body: safeJson(record),
        signal: AbortSignal.any([signal, limit.signal]),
      });
      const { statusCode: status = 0, headers: said } = answer;
      const beginning = await readBeginning(answer, clock);
      const judged = judgeAnswer(
        {
          status,
          retryAfter: said["retry-after"] ?? null,
          location: said.location ?? null,
          said: fitToShow(said, beginning),
        },
        clock.date(),
      );
      return hidden(judged, [...own.secrets, ...keysIn(address)]);
    } catch (error) {
      if (!limit.signal.aborted) return explainPostError(error);
      const problem = `did not answer within ${withinMs / 1000} s`;
      return { kind: "failed", problem, mend: "time" };
    }
  };
  return { name: address.origin, hand };
};

/** Text and JSON are; pages for browsers are not, nor what nobody asked to be packed. */
const fitToShow = (headers: IncomingHttpHeaders, beginning: Uint8Array): string => {
  const isText = /^(text\/plain|application\/([\w.+-]+\+)?json)\b/i;
  const fits = isText.test(headers["content-type"] ?? "") && !("content-encoding" in headers);
  return fits ? new TextDecoder().decode(beginning).replace(/\s+/g, " ").trim() : "";
};

/** Cut only when nothing secret is in it: part of a key would be left. */
const hidden = (judged: HandOver, secrets: readonly string[]): HandOver =>
  judged.kind === "delivered"
    ? judged
    : { ...judged, problem: printable(hideValues(judged.problem, secrets), SHOWN) };

/** Addresses of webhooks often hold a key in their path, or behind a question mark. */
const keysIn = ({ pathname, searchParams }: URL): readonly string[] => {
  const parts = pathname.split("/").filter((part) => part.length >= KEY_LENGTH);
  return [...parts, ...parts.map(decodeOrLeave), ...searchParams.values()];
};

const decodeOrLeave = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
