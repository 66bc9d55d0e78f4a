import { hash } from "node:crypto";
import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { CheckName } from "../firmware/check.ts";
import type { Examination, ExamineRequest } from "../firmware/examination.ts";
import { examineFirmware } from "../firmware/examine-firmware.ts";
import { explainRefusal } from "../firmware/explain-refusal.ts";
import type { FirmwareKind } from "../firmware/firmware-kind.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import { planFlash } from "../firmware/plan-flash.ts";
import type { Refusal } from "../firmware/refusal.ts";
import type { InspectedContent, Inspection, InspectionRefusal } from "./inspection.ts";
import { nameKind } from "./name-kind.ts";
import { usesInDump, usesInPlan } from "./sector-uses.ts";
import { surveyDump } from "./survey-dump.ts";

/** What to look at a file for. */
export interface InspectOptions {
  /** As given, with or without its folder. */
  readonly file: string;
  /** The chip it should be for; without one it may be for any that the station flashes. */
  readonly chip?: Chip | undefined;
}

/** All that the bytes of a file, at most 16 MiB, tell. Never throws on content. */
export const inspectBytes = (bytes: Uint8Array, { file, chip }: InspectOptions): Inspection => {
  const request = { fileName: file.slice(file.lastIndexOf("/") + 1), chip };
  const examined = examineFirmware(bytes, request);
  const dumped = examined.found && turnBack(bytes, examined.found);
  const told = dumped?.readFrom ? tellTurned(examined, dumped, request) : examined;
  const places = placesOf(told, dumped, chip);
  const refusal = examined.refusal ?? places.refusal;
  return {
    file,
    verdict: refusal === undefined ? "flashable" : "refused",
    refusal: refusal === undefined ? null : explain(refusal),
    content: contentOf(bytes, told, places),
  };
};

/** What a rotated dump tells once it is turned back; what it is stays. */
const tellTurned = (
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

/** Why a file is not flashed, as pages and programs want it. */
const explain = (refusal: Refusal): InspectionRefusal => {
  const [code, at] =
    refusal.code === "wrong-kind" ? [refusal.found.kind, refusal.found] : [refusal.code, refusal];
  return { code, fault: faultIn(at), ...explainRefusal(refusal) };
};

const faultIn = (at: object): string | null => {
  const fault: unknown = "fault" in at ? at.fault : undefined;
  if (typeof fault === "string") return fault;
  return typeof fault === "object" && fault !== null ? faultIn(fault) : null;
};

type Places = Pick<InspectedContent, "writes" | "erases" | "uses" | "dump"> & {
  readonly refusal?: Refusal;
};

const NOWHERE: Places = { writes: [], erases: [], uses: [], dump: null };

const contentOf = (
  bytes: Uint8Array,
  { found, chips, facts, checks }: Examination,
  { writes, erases, uses, dump }: Places,
): InspectedContent | null => {
  if (found === undefined) return null;
  const { kind } = found;
  const codeKey = kind === "unknown-code" ? "other" : (facts.codeKey ?? null);
  const file = { bytes: bytes.length, sha256: hash("sha256", bytes), kind, what: nameKind(found) };
  return { ...file, chips, codeKey, facts, writes, erases, uses, dump, checks };
};

const placesOf = (
  { chips, image }: Examination,
  dumped: DumpedFlash | undefined,
  wanted: Chip | undefined,
): Places => {
  const [likeliest] = chips;
  const chip = wanted ?? (likeliest && CHIPS[likeliest]);
  if (chip === undefined) return NOWHERE;
  if (image !== undefined) return placesInPlan(image, chip);
  if (dumped === undefined) return NOWHERE;
  const { flash, readFrom } = dumped;
  const dump = surveyDump(flash, chip, readFrom);
  return { ...NOWHERE, uses: usesInDump(flash, dump.parts), dump };
};

const placesInPlan = (image: NonNullable<Examination["image"]>, chip: Chip): Places => {
  const planned = planFlash([image], chip, { bootloader: "keep" });
  if (!planned.ok) return { ...NOWHERE, refusal: planned.refusal };
  const writes = image.writes.map(({ part, start, bytes }) => {
    const use = part === "bootloader" ? ("keep" as const) : ("write" as const);
    return { part, start, end: start + bytes.length, use };
  });
  const { plan } = planned;
  return { writes, erases: rangesOf(plan), uses: usesInPlan(plan, chip), dump: null };
};

/** The flash a dump was read from, as the board had it, and from where on it was read. */
interface DumpedFlash {
  readonly flash: Uint8Array;
  readonly readFrom: number;
}

const turnBack = (bytes: Uint8Array, found: FirmwareKind): DumpedFlash | undefined => {
  if (found.kind === "full-dump") return { flash: bytes, readFrom: 0 };
  if (found.kind !== "rotated-dump") return undefined;
  const { bootloaderAt } = found;
  const readFrom = bytes.length - bootloaderAt;
  const flash = new Uint8Array(bytes.length);
  flash.set(bytes.subarray(bootloaderAt));
  flash.set(bytes.subarray(0, bootloaderAt), readFrom);
  return { flash, readFrom };
};
