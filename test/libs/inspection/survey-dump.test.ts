import { expect, test } from "vitest";
import { z } from "zod";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { surveyDump } from "../../../libs/inspection/survey-dump.ts";
import { needSharedData, readFileFacts, readSharedFile } from "../../shared-data.ts";

const MAC = "c8478c000001";

test.each(CHIP_NAMES)(
  "a factory %s: its MAC, its key-values, all of its flash without gaps",
  (chip) => {
    const flash = buildFactoryFlash({ chip, seed: 7, mac: MAC });
    const dump = surveyDump(flash, CHIPS[chip]);
    expect(dump).toMatchObject({ mac: MAC, isOwnMac: true, hasKeyValues: true });
    expect(dump.parts[0]).toMatchObject({ name: "bootloader", start: 0, end: 0x11000 });
    expect(dump.parts.at(-1)?.end).toBe(flash.length);
    for (const [index, { end }] of dump.parts.slice(0, -1).entries()) {
      expect(dump.parts[index + 1]?.start).toBe(end);
    }
    const calibration = dump.parts.find(({ name }) => name === "calibration");
    expect(calibration).toMatchObject({ sectors: 1, usedSectors: 1 });
  },
);

test("which layout a board has is told by where its calibration is, not by the usual one", () => {
  const flash = buildFactoryFlash({ chip: "bk7231n", seed: 7, mac: MAC });
  const sector = flash.slice(0x1d0000, 0x1d1000);
  flash.fill(0xff, 0x1d0000, 0x1d1000);
  flash.set(sector, 0x1e0000);
  expect(surveyDump(flash, CHIPS.bk7231n)).toMatchObject({ layout: "generic", mac: MAC });
});

test("an erased calibration, no key-values, a MAC that is nobody's own", () => {
  const flash = buildFactoryFlash({ chip: "bk7231t", seed: 7, mac: "ffffffffffff" });
  expect(surveyDump(flash, CHIPS.bk7231t).isOwnMac).toBe(false);
  const fallback = buildFactoryFlash({ chip: "bk7231t", seed: 7, mac: "c8478c000000" });
  expect(surveyDump(fallback, CHIPS.bk7231t).isOwnMac).toBe(false);
  flash.fill(0xff, 0x1e0000);
  const dump = surveyDump(flash, CHIPS.bk7231t);
  expect(dump).toMatchObject({ mac: null, isOwnMac: false, hasKeyValues: false });
  expect(dump.parts.find(({ name }) => name === "calibration")).toMatchObject({ usedSectors: 0 });
  expect(dump.parts.at(-1)).toMatchObject({ name: "userdata", usedSectors: 0 });
});

const fileSchema = z.object({
  file: z.string(),
  kind: z.string(),
  chip: z.string(),
  tlv: z.object({ mac: z.string() }).optional(),
});

test("every real dump tells its MAC and that it bears an identity", (context) => {
  needSharedData(context);
  const dumps = readFileFacts(fileSchema).filter(({ kind }) => kind === "full-dump");
  expect(dumps.length).toBe(3);
  for (const { file, chip, tlv } of dumps) {
    const facts = CHIPS[chip === "BK7231N" ? "bk7231n" : "bk7231t"];
    const dump = surveyDump(readSharedFile(file), facts);
    expect(dump).toMatchObject({
      layout: "Tuya",
      mac: tlv?.mac,
      isOwnMac: true,
      hasKeyValues: true,
    });
    const used = dump.parts.find(({ name }) => name === "tuya-kv")?.usedSectors ?? 0;
    expect(used).toBeGreaterThan(0);
  }
});
