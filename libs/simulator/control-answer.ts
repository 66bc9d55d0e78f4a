/** The answer to a request, one JSON object a line, once the deed is done. State comes beside `ok`. */
export type ControlAnswer =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly error: string };

/**
 * An answer line, or undefined if it is none. Read without a schema: the program that switches power is
 * started for each movement, and a schema's library is most of what it would load.
 */
export const parseControlAnswer = (line: string): ControlAnswer | undefined => {
  const { ok, error, ...state } = parseObject(line);
  if (ok === true) return { ok, ...state };
  return ok === false && typeof error === "string" ? { ok, error } : undefined;
};

const parseObject = (line: string): Readonly<Record<string, unknown>> => {
  try {
    const found: unknown = JSON.parse(line);
    return typeof found === "object" ? { ...found } : {};
  } catch {
    return {};
  }
};
