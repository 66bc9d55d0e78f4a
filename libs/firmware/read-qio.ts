import { checkApp } from "./check-app.ts";
import { checkCode } from "./check-code.ts";
import type { CodeKeyName } from "./code-key.ts";
import { originOf } from "./code-part.ts";
import { findMismatch } from "./find-mismatch.ts";
import { type ImageResult, type ReadOptions, refuse } from "./image-result.ts";
import { chipsOf, nameOrigin } from "./name-origin.ts";

/** The keys recognition found bootloader and app to start under. */
export interface QioKeys {
  readonly bootloaderKey: CodeKeyName;
  readonly codeKey: CodeKeyName;
}

/** Reads a bootloader+app file, whose bytes are the flash's from 0 on. */
export const readQio = (
  bytes: Uint8Array,
  keys: QioKeys,
  { chip, fileName }: ReadOptions,
): ImageResult => {
  const start = chip.appStart;
  const bootloader = bytes.subarray(0, start);
  const app = bytes.subarray(start);
  const bootloaderCheck = checkCode({ part: "bootloader", start: 0, stored: bootloader });
  if (!bootloaderCheck.ok) return bootloaderCheck;
  const appCheck = checkApp(app, chip);
  if (!appCheck.ok) return appCheck;
  const bootloaderOrigin = originOf(bootloader, 0, "bootloader", keys.bootloaderKey);
  const appOrigin = originOf(app, 0, "app", keys.codeKey);
  const names = { bootloader: nameOrigin(bootloaderOrigin), app: nameOrigin(appOrigin) };
  if (names.bootloader !== names.app) return refuse({ code: "parts-disagree", ...names });
  const mismatch = findMismatch(appOrigin, chip);
  if (mismatch !== undefined) return refuse(mismatch);
  return {
    ok: true,
    image: {
      kind: "bootloader-and-app",
      chips: chipsOf(appOrigin),
      fileName,
      app: appCheck.app.facts,
      bootloader: bootloaderCheck.code?.facts,
      writes: [
        { part: "bootloader", start: 0, bytes: bootloader },
        { part: "app", start, bytes: app },
      ],
    },
  };
};
