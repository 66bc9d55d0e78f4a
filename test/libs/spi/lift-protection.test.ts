import { expect, test } from "vitest";
import { enterSpiMode } from "../../../libs/spi/enter-spi-mode.ts";
import { boardOnSpi } from "./spi-bench.ts";

/** A board whose flash is that part, wired so, with that in its status register, is called into SPI mode. */
const call = (part: string, ...more: string[]) => {
  const { board, nest } = boardOnSpi("bk7231t", [`flash-part:${part}`, "no-bootloader", ...more]);
  return { board, entry: enterSpiMode(nest) };
};

test.each([
  ["eb6015:usual:0x407c", 0x407c, 0],
  ["c84015:apart:0x4214", 0x4214, 0x0200],
  ["0b4015:joined:0x427c", 0x427c, 0x0200],
  ["1c7015:single:0x7c", 0x7c, 0x40],
  ["c22315:config:0x087c", 0x087c, 0x0840],
  ["eb6015:usual:0x0200", 0x0200, 0x0200],
])("%s is opened, and what does not protect is kept", async (part, before, after) => {
  const { board, entry } = call(part);
  expect((await entry).statusFound).toBe(before);
  expect(board.flashStatus).toBe(after);
});

test("one that is open is not written at all", async () => {
  const { board, entry } = call("eb6015", "sr-trap");
  expect((await entry).statusFound).toBe(0);
  expect(board.flashStatus).toBe(0);
});

test.each(["sr-locked", "wip-stuck"])("%s: it stays protected, and that is told", async (fault) => {
  const { entry } = call("eb6015:usual:0x7c", fault);
  await expect(entry).rejects.toMatchObject({ failure: { code: "protected" } });
});
