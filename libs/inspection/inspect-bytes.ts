import { hash } from "node:crypto";
import type { Chip } from "../chips/chip.ts";
import { explainRefusal } from "../firmware/explain-refusal.ts";
import type { Refusal } from "../firmware/refusal.ts";
import type { InspectedContent, Inspection, InspectionRefusal } from "./inspection.ts";
import { type Judgement, judgeFile } from "./judge-file.ts";
import { nameKind } from "./name-kind.ts";

/** What to look at a file for. */
export interface InspectOptions {
  /** As given, with or without its folder. */
  readonly file: string;
  /** The chip it should be for; without one it may be for any that the station flashes. */
  readonly chip?: Chip | undefined;
}

/** All that the bytes of a file, at most 16 MiB, tell. Never throws on content. */
export const inspectBytes = (bytes: Uint8Array, { file, chip }: InspectOptions): Inspection => {
  const fileName = file.slice(file.lastIndexOf("/") + 1);
  const judgement = judgeFile(bytes, { fileName, chip });
  const { refusal } = judgement;
  return {
    file,
    verdict: refusal === undefined ? "flashable" : "refused",
    refusal: refusal === undefined ? null : explain(refusal),
    content: contentOf(bytes, judgement),
  };
};

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

const contentOf = (
  bytes: Uint8Array,
  { chips, told, places }: Judgement,
): InspectedContent | null => {
  const { found, facts, checks } = told;
  if (found === undefined) return null;
  const { kind } = found;
  const codeKey = kind === "unknown-code" ? "other" : (facts.codeKey ?? null);
  const file = { bytes: bytes.length, sha256: hash("sha256", bytes), kind, what: nameKind(found) };
  const { writes, erases, uses, dump } = places;
  return { ...file, chips, codeKey, facts, writes, erases, uses, dump, checks };
};
