import { z } from "zod";
import { duration } from "../input/duration.ts";
import { type HeaderValue, headersSchema } from "./headers-schema.ts";
import { unquoted } from "./unquoted-shape.ts";

/** A program that takes each record over HTTP. */
export interface WebhookConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  readonly withinMs: number;
}

/** A program that is started for each record. */
export interface CommandConfig {
  /** Program and arguments; no shell. */
  readonly command: readonly string[];
  readonly withinMs: number;
}

/** Where each run's record goes (`records.deliver`). */
export type DeliveryConfig = WebhookConfig | CommandConfig;

const url = z.string('Put the address in quotes, such as "https://mes.example.com/records".');

const argv = unquoted(
  "list",
  "is no list. Give the command as a list of words, such as [post-record, --line, L2]; no shell.",
  z
    .array(z.string('Put it in quotes: every word of a command is a text, such as "2".').max(4096))
    .min(1, "Give the program and its arguments.")
    .max(64)
    .refine(([program]) => program !== "", "begins with an empty word. Name the program first.")
    .refine((words) => words.every((word) => !word.includes("\0")), "has a word with a zero byte."),
);

const deliver = z
  .strictObject({
    url: url.optional(),
    headers: unquoted(
      "block",
      "is no block of headers. Give each with its name, such as { X-Line: L2 }.",
      headersSchema,
    ).optional(),
    command: argv.optional(),
    within: duration({ minMs: 100, maxMs: 300_000 }).default(10_000),
  })
  .transform((given, context): DeliveryConfig => {
    const { command, within: withinMs } = given;
    const refuse = (path: readonly string[], message: string): never => {
      context.addIssue({ code: "custom", path: [...path], message });
      return z.NEVER;
    };
    if ((given.url === undefined) === (command === undefined)) {
      return refuse([], "needs one of url and command. Give the one that takes the records.");
    }
    if (command !== undefined && given.headers !== undefined) {
      return refuse(["headers"], "is for a url. A command gets its secrets by the environment.");
    }
    if (command !== undefined) return { command, withinMs };
    const address = given.url ?? "";
    const problem = problemOf(address);
    if (problem !== undefined) return refuse(["url"], problem);
    return { url: address, headers: given.headers ?? {}, withinMs };
  });

/** The address itself is not repeated: a key may be part of it. */
const problemOf = (address: string): string | undefined => {
  if (!URL.canParse(address)) {
    return "is no address. Give it whole, such as https://mes.example.com/records.";
  }
  const { protocol, username, password, hash } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") {
    return "is neither http:// nor https://. Give an address of one of them.";
  }
  if (username !== "" || password !== "") {
    return "has a user or password in it. Give a header: Authorization: { env: NAME }.";
  }
  return hash === "" ? undefined : "has a part behind #, which is never sent. Take it out.";
};

/** What is done with records beside the journal. */
export const recordsSchema = z.preprocess(
  (given) => given ?? {},
  unquoted(
    "block",
    "is no block of fields. Give deliver: { url: ... } or deliver: { command: ... }.",
    z.strictObject({
      deliver: unquoted(
        "block",
        "is no block of fields. Give { url: ... } or { command: ... }.",
        deliver,
      ).optional(),
    }),
  ),
);
