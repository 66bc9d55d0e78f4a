/** Of so many characters more than this share must be strange. */
const STRANGE_SHARE = 0.3;

const isStrange = (code: number): boolean =>
  (code < 0x20 && code !== 0x09 && code !== 0x1b) || code > 0x7e;

/** Bytes as text (one character each) that is no writing in ASCII or UTF-8: a wrong baud rate, an open line. */
export const isNoise = (text: string): boolean => {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  const strange = codes.filter(isStrange).length;
  return strange > codes.length * STRANGE_SHARE && !isUtf8(codes);
};

/** Controls are as strange in UTF-8 as in ASCII. */
const isUtf8 = (codes: readonly number[]): boolean => {
  if (codes.some((code) => code < 0x80 && isStrange(code))) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(codes));
    return true;
  } catch {
    return false;
  }
};
