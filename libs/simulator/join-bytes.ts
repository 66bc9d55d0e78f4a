/** All parts, one behind the other. A single part is returned as it is. */
export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};
