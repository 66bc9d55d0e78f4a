import { CHIPS } from "../../libs/chips/chips.ts";
import type { Examination } from "../../libs/firmware/examination.ts";
import { examineFirmware } from "../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../libs/firmware/explain-refusal.ts";
import type { FirmwareImage } from "../../libs/firmware/firmware-image.ts";
import { planFlash } from "../../libs/firmware/plan-flash.ts";
import type { BaseClass, BaseFile } from "./base-file.ts";
import type { FuzzCase } from "./draw-case.ts";
import { emptyFlash, writtenContent } from "./written-content.ts";

/** What came of one case. */
export interface CaseResult {
  readonly number: number;
  /** The file and what was done to it, for people. */
  readonly title: string;
  readonly base: string;
  /** `accepted`, or the refusal's code. */
  readonly outcome: string;
  /** What must never happen and did. */
  readonly violations: readonly string[];
}

/** Reads a case's file and judges what came of it. Never throws: an exception is a violation. */
export const judgeCase = (one: FuzzCase): CaseResult => {
  const { number, base, changes, seal, chip } = one;
  const done = changes.join(" and ") || "nothing";
  const sealed = seal === "none" ? "" : `, ${seal} sealed`;
  const title = `${base.kind} of ${base.chip} for ${chip ?? "any chip"}: ${done}${sealed}`;
  const about = { number, title, base: base.kind };
  try {
    const examination = read(one);
    const outcome = examination.refusal?.code ?? "accepted";
    return { ...about, outcome, violations: judge(one, examination) };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...about, outcome: "thrown", violations: [`thrown: ${crash}`] };
  }
};

const read = ({ bytes, chip }: Pick<FuzzCase, "bytes" | "chip">): Examination =>
  examineFirmware(bytes, { fileName: "file.bin", chip: chip && CHIPS[chip] });

const judge = (one: FuzzCase, { image, refusal, checks }: Examination): string[] => {
  const violations: string[] = [];
  if ((image === undefined) === (refusal === undefined)) violations.push("no answer, or two");
  const failed = checks.some(({ outcome }) => outcome === "failed");
  if (failed !== (refusal !== undefined)) violations.push("checks and refusal disagree");
  const sentences = checks.map(({ finding }) => finding);
  if (refusal !== undefined) {
    const { problem, remedy } = explainRefusal(refusal);
    sentences.push(problem, remedy);
  }
  const bad = sentences.find(
    (text) => !/^[\x20-\x7e]+\.$/.test(text) || /undefined|NaN/.test(text),
  );
  if (bad !== undefined) violations.push(`a sentence nobody can read: ${JSON.stringify(bad)}`);
  if (image !== undefined) violations.push(...judgeImage(one, image));
  else if (one.changes.length === 0 && mustPass(one)) violations.push("a sound file is refused");
  return violations;
};

/** Whether nothing was done to a file of a flashable class, asked for its own chip or for none. */
const mustPass = ({ base, chip }: FuzzCase): boolean =>
  ["app", "qio", "uf2"].includes(base.kind) &&
  (chip === undefined || (chip === base.chip && CHIPS[chip].image.uf2Family !== undefined));

const judgeImage = ({ base, bytes, seal, chip }: FuzzCase, image: FirmwareImage): string[] => {
  const wanted = writtenContent(image.kind, bytes);
  const violations: string[] = [];
  const [first] = image.chips;
  if (first === undefined || (chip !== undefined && !image.chips.includes(chip))) {
    return [`accepted for ${image.chips.join(", ") || "no chip"}`];
  }
  const planned = planFlash([image], CHIPS[chip ?? first], { bootloader: "keep" });
  if (!planned.ok) return [];
  const flash = emptyFlash();
  for (const { start, bytes: region } of planned.plan.regions) {
    flash.set(region, start);
    if (start < CHIPS[first].appStart) violations.push(`plans to write ${start}`);
  }
  if (!Buffer.from(flash.buffer).equals(wanted))
    violations.push("the plan is not what the file says");
  if (seal === "all") return violations;
  const original = originalContent(base, bytes.length);
  if (base.kind === "qio")
    moveHeader(original, base.bytes.length - HEADER_BYTES, image.app.headerAt);
  const isOriginal = Buffer.from(original.buffer).equals(wanted);
  if (!isOriginal) violations.push("changed code is accepted");
  return violations;
};

const HEADER_BYTES = 102;

/** Of bootloader+app files the header may stand elsewhere behind the app: its code is the same. */
const moveHeader = (flash: Uint8Array, from: number, to: number): void => {
  const header = flash.slice(from, from + HEADER_BYTES);
  flash.fill(0xff, from, from + HEADER_BYTES);
  flash.set(header, to);
};

/** What the base writes; of a dump its code, as far as the changed file reaches. */
const originalContent = ({ kind, bytes }: BaseFile, length: number): Uint8Array => {
  const part = kind === "dump" ? bytes.subarray(0, length) : bytes;
  const written = KINDS[kind];
  return written === undefined ? emptyFlash() : writtenContent(written, part);
};

const KINDS: Partial<Readonly<Record<BaseClass, FirmwareImage["kind"]>>> = {
  app: "app-rbl",
  qio: "bootloader-and-app",
  dump: "bootloader-and-app",
  uf2: "uf2",
};
