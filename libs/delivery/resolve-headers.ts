import { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";
import { HEADER_VALUE, type HeaderValue } from "../jig/headers-schema.ts";

/** Headers ready to be sent, and all of them that must never be shown. */
export interface ResolvedHeaders {
  readonly ok: true;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** A header without a value that can be sent. `field` is below `headers`; the value itself is not told. */
export interface HeaderTrouble {
  readonly ok: false;
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Of a file: more than a header may have. */
const MOST_BYTES = 8192;

/** A plain value as short as that is no secret, and part of too many words. */
const SHORTEST_PLAIN = 4;

/**
 * Reads what headers say: variables of `environment`, and files each time anew, as they may be
 * changed for a new key. Never rejects.
 */
export const resolveHeaders = async (
  given: Readonly<Record<string, HeaderValue>>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ResolvedHeaders | HeaderTrouble> => {
  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "string") {
      headers[name] = value;
      if (value.length >= SHORTEST_PLAIN) secrets.push(value);
      continue;
    }
    const place = "env" in value ? "env" : "file";
    const field = `${name}.${place}`;
    const read =
      "env" in value ? readVariable(value.env, environment) : await readSecret(value.file);
    if (!read.ok) return { ok: false, field, problem: read.problem, remedy: read.remedy };
    const whole = `${value.prefix ?? ""}${read.text}`;
    if (!HEADER_VALUE.test(whole)) {
      const problem = "holds something else than 1 to 4096 visible ASCII characters on one line.";
      return { ok: false, field, problem, remedy: "Put the key there, and nothing else." };
    }
    headers[name] = whole;
    secrets.push(whole, read.text);
  }
  return { ok: true, headers, secrets };
};

type Reading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

const readVariable = (
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Reading => {
  const text = environment[name] ?? "";
  if (text !== "") return { ok: true, text };
  return {
    ok: false,
    problem: `is the variable ${name}, which is not set.`,
    remedy: `Set the variable ${name}; of a service in its EnvironmentFile.`,
  };
};

const readSecret = async (path: string): Promise<Reading> => {
  try {
    const bytes = await readBounded(path, MOST_BYTES);
    return { ok: true, text: new TextDecoder().decode(bytes).replace(/\r?\n$/, "") };
  } catch (error) {
    const why = error instanceof InputError ? error.problem : "cannot be read.";
    return {
      ok: false,
      problem: `is ${path}, which ${why}`,
      remedy: "Put the key into that file, and let the station's user read it.",
    };
  }
};
