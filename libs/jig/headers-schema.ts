import { z } from "zod";
import { explainIssue, standardRemedy } from "../input/explain-issue.ts";

/** A header's value: as written, or from a place that keeps a secret better than the station's file. */
export type HeaderValue =
  | string
  | { readonly env: string; readonly prefix?: string | undefined }
  | { readonly file: string; readonly prefix?: string | undefined };

/** Those that are the station's own to say, or the connection's. */
const OWN_HEADERS = new Set([
  ...["content-type", "idempotency-key", "content-length", "host", "connection", "expect"],
  ...["transfer-encoding", "content-encoding", "upgrade", "te", "trailer", "keep-alive"],
]);

/** The characters of a header's name (RFC 9110, section 5.6.2). */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;

/** What HTTP takes in a header, and no more: visible ASCII and blanks. */
export const HEADER_VALUE = /^[\x20-\x7e]{1,4096}$/;

/** Never shown: it may be the secret. */
const plainText = z.string().refine((text) => HEADER_VALUE.test(text), {
  error: "is no text of 1 to 4096 visible ASCII characters. Correct it.",
});

const secret = z
  .strictObject({
    env: z
      .string()
      .refine((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name), {
        error: "is no name of a variable. Give one such as MES_TOKEN.",
      })
      .optional(),
    file: z.string().min(1).max(4096).optional(),
    prefix: plainText.optional(),
  })
  .transform(({ env, file, prefix }, context): HeaderValue => {
    if (env !== undefined && file === undefined) return { env, prefix };
    if (file !== undefined && env === undefined) return { file, prefix };
    const message = "needs one of env and file. Give { env: NAME } or { file: PATH }.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** By what was written: of a union, zod would not say which of its parts was meant. */
const headerValue = z.unknown().transform((written, context): HeaderValue => {
  const isBlock = typeof written === "object" && written !== null && !Array.isArray(written);
  if (!isBlock && typeof written !== "string") {
    const message = "is not a text. Put it in quotes, or give { env: NAME } or { file: PATH }.";
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
  const form: z.ZodType<HeaderValue> = isBlock ? secret : plainText;
  const parsed = form.safeParse(written, { error: standardRemedy, reportInput: true });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const worst = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (worst !== undefined) {
    const { path, problem, remedy } = explainIssue(worst);
    const message = `${problem} ${remedy}`.trimEnd();
    context.addIssue({ code: "custom", path: [...path], message });
  }
  return z.NEVER;
});

/** The headers of a webhook, by name. */
export const headersSchema = z.record(z.string(), headerValue).superRefine((all, context) => {
  const names = Object.keys(all);
  const refuse = (path: readonly string[], message: string): void =>
    context.addIssue({ code: "custom", path: [...path], message });
  if (names.length > 32) refuse([], "has more than 32 headers. Take some out.");
  for (const name of names) {
    if (!HEADER_NAME.test(name)) refuse([name], "is no name of a header. Correct it.");
    if (OWN_HEADERS.has(name.toLowerCase())) {
      refuse([name], "is a header that the station says itself. Take it out.");
    }
  }
});
