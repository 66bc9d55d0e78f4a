/** The bytes of an ASCII text. */
export const asciiBytes = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text, "latin1"));

/**
 * Text in a field of a file, up to its first NUL: what follows may be the writer's uninitialised
 * memory. Anything but printable ASCII becomes `\xNN`, so the result is safe to show.
 */
export const fieldText = (field: Uint8Array): string => {
  const end = field.indexOf(0);
  return Array.from(end < 0 ? field : field.subarray(0, end), (byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`,
  ).join("");
};

/** Bytes as text of one character each, whatever they are: U+0000 to U+00FF. */
export const latin1Text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** Any text as the bytes that write it in UTF-8, one character each: what to look for among `latin1Text`. */
export const utf8AsLatin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** The reverse of `utf8AsLatin1`. */
export const latin1AsUtf8 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");
