/**
 * Text from outside made safe to show: control, formatting and unassigned characters, which could
 * move a cursor or turn the reading direction, become `\u{...}`.
 */
export const printable = (text: string): string =>
  text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
