import { expect, test } from "vitest";
import { findBadBlock } from "../../../libs/firmware/code-block.ts";
import { factoryContents } from "../../../libs/simulator/board-contents.ts";
import { PERSONALITIES } from "../../../libs/simulator/personalities.ts";
import { spoilBootloader } from "../../../libs/simulator/spoil-bootloader.ts";
import { runsAt } from "../../../libs/simulator/stored-code.ts";
import { faultOf } from "../../support/fault-of.ts";

test.each([
  ["no-bootloader", { starts: false, isWhole: true }],
  ["half-bootloader", { starts: true, isWhole: false }],
  ["foreign-bootloader", { starts: false, isWhole: true }],
])("%s spoils the bootloader of every chip and nothing else", (fault, { starts, isWhole }) => {
  for (const personality of Object.values(PERSONALITIES)) {
    const { chip, appStart, codeKey } = personality;
    const before = factoryContents(chip, 1);
    const flash = before.slice();
    spoilBootloader(flash, personality, [faultOf(fault)]);
    expect([chip, runsAt(flash, 0, "bootloader", codeKey)]).toEqual([chip, starts]);
    expect([chip, findBadBlock(flash, 0, appStart) === undefined]).toEqual([chip, isWhole]);
    expect(Buffer.compare(flash.subarray(appStart), before.subarray(appStart))).toBe(0);
  }
});
