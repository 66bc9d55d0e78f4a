import { checkApp, findMisplacedHeader } from "./check-app.ts";
import type { CodeKeyName } from "./code-key.ts";
import { originOf } from "./code-part.ts";
import { findMismatch } from "./find-mismatch.ts";
import { type ImageResult, type ReadOptions, refuse } from "./image-result.ts";
import { chipsOf } from "./name-origin.ts";

/** Reads an app's container. All of it is written, the fill between code and header too. */
export const readRblApp = (
  bytes: Uint8Array,
  codeKey: CodeKeyName,
  { chip, fileName }: ReadOptions,
): ImageResult => {
  const check = checkApp(bytes, chip);
  if (!check.ok) return check;
  const origin = originOf(bytes, 0, "app", codeKey);
  const mismatch = findMismatch(origin, chip) ?? findMisplacedHeader(check.app, chip);
  if (mismatch !== undefined) return refuse(mismatch);
  return {
    ok: true,
    image: {
      kind: "app-rbl",
      chips: chipsOf(origin),
      fileName,
      app: check.app.facts,
      writes: [{ part: "app", start: chip.appStart, bytes }],
    },
  };
};
