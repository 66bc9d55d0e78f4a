import { latin1Text } from "../bytes/text.ts";
import { unwrapBlocks } from "./code-block.ts";
import { CODE_KEYS, type CodeKeyName } from "./code-key.ts";
import { LOGICAL_START } from "./code-part.ts";
import { storedBodyBytes } from "./rbl-body.ts";
import { scramble } from "./scramble.ts";

/** How LibreTiny and OpenBeken name themselves in their code, each with the board or chip it is built for. */
const TEXTS = [
  /LibreTiny v\d+\.\d+\.\d+[\w.+-]{0,40} on [\w-]{1,64}/,
  /OpenBK\w{4,8}_\d+\.\d+\.\d+/,
];

/**
 * What an app prints of its origin (firmware-formats.md section 2.1): hints, as they may be anywhere and
 * mean anything. `stored` is the app as flash holds it, `codeBytes` long when unwrapped. Safe to show.
 */
export const buildTextsIn = (
  stored: Uint8Array,
  codeBytes: number,
  codeKey: CodeKeyName,
): readonly string[] => {
  if (storedBodyBytes(codeBytes) > stored.length) return [];
  const code = unwrapBlocks(stored, 0, codeBytes);
  const text = latin1Text(scramble(code, LOGICAL_START.app, CODE_KEYS[codeKey]));
  return TEXTS.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
};
