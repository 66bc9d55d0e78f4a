const DRAWS_OR_HIDES = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * JSON on one line, the same value to any reader, in which no character can move the cursor or hide
 * text: what `JSON.stringify` leaves (C1 controls, bidi, zero-width) is written as `\u` escapes.
 */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(DRAWS_OR_HIDES, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
