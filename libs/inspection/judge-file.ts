import type { ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { Examination, ExamineRequest } from "../firmware/examination.ts";
import { examineFirmware } from "../firmware/examine-firmware.ts";
import type { Refusal } from "../firmware/refusal.ts";
import { findPlaces, type Places } from "./find-places.ts";
import { tellTurned, turnBack } from "./turn-back.ts";

/** What a file is found to be for some chips. */
export interface Judgement {
  /** Of a file without refusal, the chips it is for; else those its code would run on. */
  readonly chips: readonly ChipName[];
  readonly told: Examination;
  readonly places: Places;
  readonly refusal: Refusal | undefined;
}

/**
 * Judges a file for the chip of the request; without one for every chip its code runs on: these may
 * look for its header, or keep their data, in different places.
 */
export const judgeFile = (bytes: Uint8Array, request: ExamineRequest): Judgement => {
  const first = judge(bytes, request);
  const groups = groupAlike(first.told.chips);
  // What is no image at all is none for any chip.
  const isNone = first.refusal?.code === "wrong-kind";
  if (isNone || request.chip !== undefined || groups.length < 2) return first;
  const judged = groups.map((chips) => {
    const [name] = chips;
    return { ...judge(bytes, { ...request, chip: name && CHIPS[name] }), chips };
  });
  const fit = judged.filter(({ refusal }) => refusal === undefined);
  const [best] = fit;
  return best === undefined ? first : { ...best, chips: fit.flatMap(({ chips }) => chips) };
};

const judge = (bytes: Uint8Array, request: ExamineRequest): Judgement => {
  const examined = examineFirmware(bytes, request);
  const dumped = examined.found && turnBack(bytes, examined.found);
  const told = dumped?.readFrom ? tellTurned(examined, dumped, request) : examined;
  const places = findPlaces(told, dumped, request.chip);
  return { chips: told.chips, told, places, refusal: examined.refusal ?? places.refusal };
};

/** Chips with one layout of code and data together, in their order. */
const groupAlike = (chips: readonly ChipName[]): readonly (readonly ChipName[])[] => [
  ...Map.groupBy(chips, (name) => {
    const { appStart, flashSizes, layouts, image } = CHIPS[name];
    return JSON.stringify([appStart, flashSizes, layouts, image.appHeadersAt]);
  }).values(),
];
