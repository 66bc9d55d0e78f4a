import type { Redis } from "ioredis";
import { z } from "zod";
import { ANSWER_FIELD, DELIVERY_FIELD, LEASE_FIELD } from "./answer-outbox.ts";
import type { Keys } from "./keys.ts";
import { jobAnswerSchema } from "./message-schemas.ts";
import type { JobAnswer } from "./messages.ts";
import { parseMessage } from "./parse-message.ts";
import type { AnswerStanding } from "./sent-leases.ts";

/** How long one read waits. Also the longest silence of the connection. */
const BLOCK_MS = 2000;
const RETRY_MS = 200;

const replySchema = z
  .array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.array(z.string())]))]))
  .nullable()
  .transform((streams) => streams?.flatMap(([, entries]) => entries) ?? []);

/** What an answer reader tells. */
export interface AnswerListener {
  /** What to make of an answer; `lease` is the number under which its worker had the fixture. */
  readonly judge: (answer: JobAnswer, lease: number, delivery: string) => AnswerStanding;
  readonly onAnswer: (answer: JobAnswer) => void;
  readonly onUnreadable: () => void;
  /** One that does not count. */
  readonly onForeign: () => void;
}

const fieldOf = (fields: readonly string[], name: string): string => {
  const index = fields.findIndex((field, at) => at % 2 === 0 && field === name);
  return index < 0 ? "" : (fields[index + 1] ?? "");
};

/**
 * Reads a session's answers, each at least once, told once, until its connection is closed; it
 * needs one of its own. Always reads from the stream's start and deletes what was told: neither a
 * connection that blinks nor a server that comes back with older data hides an answer.
 */
export const readAnswers = async (
  redis: Redis,
  keys: Keys,
  session: string,
  listener: AnswerListener,
): Promise<void> => {
  const stream = keys.answers(session);
  const tell = (answer: JobAnswer, lease: number, delivery: string): void => {
    const standing = listener.judge(answer, lease, delivery);
    if (standing === "foreign") listener.onForeign();
    if (standing === "new") listener.onAnswer(answer);
  };
  const readOnce = async (): Promise<void> => {
    const reply = await redis.xread("COUNT", 64, "BLOCK", BLOCK_MS, "STREAMS", stream, "0");
    for (const [id, fields] of replySchema.parse(reply)) {
      const answer = parseMessage(jobAnswerSchema, fieldOf(fields, ANSWER_FIELD));
      if (answer === undefined) listener.onUnreadable();
      else tell(answer, Number(fieldOf(fields, LEASE_FIELD)), fieldOf(fields, DELIVERY_FIELD));
      await redis.xdel(stream, id);
    }
  };
  while (redis.status !== "end") {
    // A server that refuses every read is not asked without a break.
    await readOnce().catch(() => new Promise((resolve) => setTimeout(resolve, RETRY_MS)));
  }
};
