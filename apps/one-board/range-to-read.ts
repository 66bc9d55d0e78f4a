import type { Range } from "../../libs/bytes/ranges.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import type { ReadableFlash } from "../../libs/flasher/read-flash.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { BoardPage } from "./board-page.ts";
import type { ReadOrder } from "./read-order.ts";

const hex = (value: number): string => `0x${value.toString(16)}`;

/** The flash as reading needs to know it. @throws StepError `unknown-chip` where its size is not known */
export const readableFlash = ({
  downloadMode,
  flashBytes,
  fingerprint,
  marking,
}: BoardPage): ReadableFlash => {
  if (flashBytes !== null) {
    return { download: { hasRomDownloadMode: downloadMode === "rom" }, flashBytes };
  }
  const detail = `${marking}, its flash does not show its size`;
  throw new StepError({ code: "unknown-chip", fingerprint, detail });
};

/** What is to be read of a flash. @throws InputError for a range that is not all in it */
export const rangeToRead = (
  { start, length }: Pick<ReadOrder, "start" | "length">,
  { flashBytes }: ReadableFlash,
): Range => {
  if (start >= flashBytes) {
    throw new InputError(
      { source: "read", field: "--start" },
      `${hex(start)} is not in the flash, which ends at ${hex(flashBytes)}.`,
      "Give a lower address.",
    );
  }
  const end = length === undefined ? flashBytes : start + length;
  if (end > flashBytes) {
    throw new InputError(
      { source: "read", field: "--length" },
      `${hex(start)} and ${length} bytes end at ${hex(end)}, behind the flash's end at ${hex(flashBytes)}.`,
      `Give ${flashBytes - start} at most, or leave --length out.`,
    );
  }
  return { start, end };
};
