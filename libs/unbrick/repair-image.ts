import { createHash } from "node:crypto";
import type { Chip } from "../chips/chip.ts";
import { describeCarried } from "../firmware/carried-bootloader.ts";
import { originOf } from "../firmware/code-part.ts";
import type { Examination } from "../firmware/examination.ts";
import { examineFirmware } from "../firmware/examine-firmware.ts";
import { explainRefusal } from "../firmware/explain-refusal.ts";
import { findMismatch } from "../firmware/find-mismatch.ts";
import { readImageFile } from "../firmware/read-image-file.ts";
import { InputError } from "../input/input-error.ts";
import type { RepairImageFacts } from "./unbrick-facts.ts";

/** A bootloader that is known to be whole and for the chip. */
export interface RepairImage {
  readonly facts: RepairImageFacts;
  /** As flash holds it: from 0 to the application's start. */
  readonly area: Uint8Array;
}

const REMEDY =
  "Give a known-good bootloader of this chip and key: a bootloader+app (QIO) file, a whole dump of such a board, or the bootloader's area alone as flash stores it.";

/**
 * Reads the file a bootloader is taken from, and makes every check it carries: it must be sound as a whole, and
 * for the chip. A bootloader that no RBL header sums up is refused: one cut short would look the same.
 * @throws InputError.
 */
export const readRepairImage = (file: string, bytes: Uint8Array, chip: Chip): RepairImage => {
  const examination = examineFirmware(bytes, { fileName: file, chip });
  const problem = findProblem(examination, { file, bytes }, chip);
  const kind = kindOf(examination);
  if (problem !== undefined || kind === undefined) {
    throw new InputError({ source: file }, problem ?? "holds no bootloader.", REMEDY);
  }
  const area = new Uint8Array(chip.appStart).fill(0xff);
  area.set(bytes.subarray(0, chip.appStart));
  const { name, fingerprint } = describeCarried(area, chip);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { facts: { file, sha256, kind, bootloader: name, fingerprint }, area };
};

const kindOf = ({ found }: Examination): RepairImageFacts["kind"] | undefined => {
  const kind = found?.kind;
  const isFit = kind === "bootloader-and-app" || kind === "full-dump" || kind === "bootloader";
  return isFit ? kind : undefined;
};

/** Why the file is none for a repair, in the grammar of `Explanation.problem`. */
const findProblem = (
  examination: Examination,
  image: { readonly file: string; readonly bytes: Uint8Array },
  chip: Chip,
): string | undefined => {
  const { found, facts, checks, refusal } = examination;
  if (found?.kind === "bootloader") {
    const origin = originOf(image.bytes, 0, "bootloader", found.codeKey);
    const mismatch = findMismatch(origin, chip);
    if (mismatch !== undefined) return explainRefusal(mismatch).problem;
    // Being a bootloader alone is what a jig refuses it for; all else counts here, too.
    const failed = checks.find(({ check, outcome }) => outcome === "failed" && check !== "content");
    if (failed !== undefined) return failed.finding;
  } else if (kindOf(examination) !== undefined) {
    const read = readImageFile(image, chip, { bootloader: "keep", clone: true });
    if (!read.ok) return explainRefusal(read.refusal).problem;
  } else if (refusal !== undefined) return explainRefusal(refusal).problem;
  else return "holds no bootloader.";
  return facts.bootloader?.headerAt === chip.image.bootloaderHeaderAt
    ? undefined
    : "has a bootloader without the RBL header that shows it to be whole.";
};
