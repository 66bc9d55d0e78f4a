import { checkPlacedApp } from "./check-app.ts";
import type { CodeKeyName } from "./code-key.ts";
import { originOf } from "./code-part.ts";
import { findMismatch } from "./find-mismatch.ts";
import { type ImageResult, type ReadOptions, refuse } from "./image-result.ts";

/** Reads an app's container. All of it is written, the fill between code and header too. */
export const readRblApp = (
  bytes: Uint8Array,
  codeKey: CodeKeyName,
  { chip, fileName }: ReadOptions,
): ImageResult => {
  const check = checkPlacedApp(bytes, chip);
  if (!check.ok) return check;
  const mismatch = findMismatch(originOf(bytes, 0, "app", codeKey), chip);
  if (mismatch !== undefined) return refuse(mismatch);
  return {
    ok: true,
    image: {
      kind: "app-rbl",
      chip: chip.name,
      fileName,
      app: check.app.facts,
      writes: [{ part: "app", start: chip.appStart, bytes }],
    },
  };
};
