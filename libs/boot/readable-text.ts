/** What a chip said (one character per byte) as people read it: UTF-8 decoded, or as it is if it is none. */
export const readableText = (said: string): string => {
  const bytes = Uint8Array.from(said, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return said;
  }
};
