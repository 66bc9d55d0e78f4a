import type { CheckName } from "../firmware/check.ts";
import type { Examination, ExamineRequest } from "../firmware/examination.ts";
import { examineFirmware } from "../firmware/examine-firmware.ts";
import type { FirmwareKind } from "../firmware/firmware-kind.ts";

/** The flash a dump was read from, as the board had it. */
export interface DumpedFlash {
  readonly flash: Uint8Array;
  /** Flash address of the file's first byte. */
  readonly readFrom: number;
}

/** The flash of a dump, a rotated one turned back; undefined of any other file. */
export const turnBack = (bytes: Uint8Array, found: FirmwareKind): DumpedFlash | undefined => {
  if (found.kind === "full-dump") return { flash: bytes, readFrom: 0 };
  if (found.kind !== "rotated-dump") return undefined;
  const { bootloaderAt } = found;
  const readFrom = bytes.length - bootloaderAt;
  const flash = new Uint8Array(bytes.length);
  flash.set(bytes.subarray(bootloaderAt));
  flash.set(bytes.subarray(0, bootloaderAt), readFrom);
  return { flash, readFrom };
};

/** What a rotated dump tells once it is turned back; what it is stays. */
export const tellTurned = (
  { found, checks }: Examination,
  { flash }: DumpedFlash,
  request: ExamineRequest,
): Examination => {
  const turned = examineFirmware(flash, request);
  const inside = turned.checks.filter(({ check }) => !OF_THE_FILE.has(check));
  return { ...turned, found, checks: [...checks, ...inside] };
};

/** Checks that are made of a rotated dump as it is. */
const OF_THE_FILE: ReadonlySet<CheckName> = new Set(["size", "content", "hints"]);
