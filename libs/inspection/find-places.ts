import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { Examination } from "../firmware/examination.ts";
import type { FirmwareImage } from "../firmware/firmware-image.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import { planFlash } from "../firmware/plan-flash.ts";
import type { Refusal } from "../firmware/refusal.ts";
import type { InspectedContent } from "./inspection.ts";
import { usesInDump, usesInPlan } from "./sector-uses.ts";
import { surveyDump } from "./survey-dump.ts";
import type { DumpedFlash } from "./turn-back.ts";

/** Where a file's bytes have their place in a flash; or why they must not be written there. */
export type Places = Pick<InspectedContent, "writes" | "erases" | "uses" | "dump"> & {
  readonly refusal?: Refusal;
};

const NOWHERE: Places = { writes: [], erases: [], uses: [], dump: null };

/** Places on the wanted chip, else on the likeliest that the file can be for. */
export const findPlaces = (
  { chips, image }: Examination,
  dumped: DumpedFlash | undefined,
  wanted: Chip | undefined,
): Places => {
  const fits = (name: ChipName): boolean =>
    dumped === undefined || CHIPS[name].flashSizes.includes(dumped.flash.length);
  const likeliest = chips.find(fits) ?? chips[0];
  const chip = wanted ?? (likeliest && CHIPS[likeliest]);
  if (chip === undefined) return NOWHERE;
  if (image !== undefined) return placesInPlan(image, chip);
  if (dumped === undefined) return NOWHERE;
  const { flash, readFrom } = dumped;
  const dump = surveyDump(flash, chip, readFrom);
  return { ...NOWHERE, uses: usesInDump(flash, dump.parts), dump };
};

const placesInPlan = (image: FirmwareImage, chip: Chip): Places => {
  const planned = planFlash([image], chip, { bootloader: "keep" });
  if (!planned.ok) return { ...NOWHERE, refusal: planned.refusal };
  const { plan } = planned;
  const writes = image.writes.map(({ part, start, bytes }) => {
    const use = part === "bootloader" ? ("keep" as const) : ("write" as const);
    return { part, start, end: start + bytes.length, use };
  });
  return { writes, erases: rangesOf(plan), uses: usesInPlan(plan, chip), dump: null };
};
