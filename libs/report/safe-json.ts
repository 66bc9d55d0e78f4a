const DRAWS_OR_HIDES = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Most of what is written; looked for first, as it is found ten times as fast. */
const NOT_PLAIN = /[^ -~]/;

/**
 * JSON on one line, the same value to any reader, in which no character can move the cursor or hide
 * text: what `JSON.stringify` leaves (C1 controls, bidi, zero-width) is written as `\u` escapes.
 */
export const safeJson = (value: unknown): string => makeJsonSafe(JSON.stringify(value));

/** The same for what is JSON already, as `JSON.stringify` writes it. */
export const makeJsonSafe = (json: string): string =>
  NOT_PLAIN.test(json)
    ? json.replace(DRAWS_OR_HIDES, (character) =>
        character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
      )
    : json;
