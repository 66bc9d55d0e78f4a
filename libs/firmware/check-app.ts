import type { Chip } from "../chips/chip.ts";
import { checkCode, type SoundCode } from "./check-code.ts";
import type { Refusal } from "./refusal.ts";

/** A sound app, or what is wrong with it. */
export type AppCheck =
  | { readonly ok: true; readonly app: SoundCode }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Checks an app as flash would hold it from the chip's app start on. One without RBL header is
 * refused: an app cut short looks the same.
 */
export const checkApp = (stored: Uint8Array, chip: Chip): AppCheck => {
  const check = checkCode({ part: "app", start: chip.appStart, stored });
  if (!check.ok) return check;
  return check.code === undefined
    ? { ok: false, refusal: { code: "no-header" } }
    : { ok: true, app: check.code };
};

/**
 * Why a sound app that is packed alone would not be found: its header must be where the bootloader
 * looks. (Of bootloader+app files some release images end earlier, and run: their header may be
 * anywhere.) Undefined if it is there.
 */
export const findMisplacedHeader = ({ headerAt }: SoundCode, chip: Chip): Refusal | undefined => {
  const { appHeadersAt } = chip.image;
  if (appHeadersAt.includes(headerAt)) return undefined;
  return { code: "misplaced-header", address: headerAt, expected: appHeadersAt[0] };
};
