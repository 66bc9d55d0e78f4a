import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { writableRange } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { ChipLine } from "../../../libs/flasher/chip-line.ts";
import { DownloadMode } from "../../../libs/flasher/download-mode.ts";
import { MemoryLink } from "../../../libs/simulator/memory-link.ts";

/** A chip that is not there, and all that was sent to it. */
const deafMode = (): { readonly mode: DownloadMode; readonly sent: Uint8Array[] } => {
  const clock = new VirtualClock();
  const sent: Uint8Array[] = [];
  const send = (bytes: Uint8Array): void => void sent.push(bytes);
  const link = new MemoryLink({ path: "memory", clock, send }, 115200);
  return { mode: new DownloadMode(new ChipLine(link, clock, new AbortController().signal)), sent };
};

const FLASH_BYTES = 0x200000;

const address = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 0x300 }).map((sector) => sector * 0x1000),
  fc.constantFrom(
    0,
    0x2000,
    0x10000,
    0x11000,
    0x1ff000,
    0x200000,
    0x211000,
    0x80010000,
    0xfffff000,
  ),
);

test.each<[ChipName, "keep" | "write", number]>([
  ["bk7231t", "keep", 0x11000],
  ["bk7231t", "write", 0x11000],
  ["bk7231n", "keep", 0x11000],
  ["bk7231n", "write", 0],
])(
  "on %s with bootloader: %s nothing outside [%i, flash size) leaves the host",
  async (chip, bootloader, from) => {
    const sector = new Uint8Array(4096);
    await fc.assert(
      fc.asyncProperty(address, fc.constantFrom("sector", "block", "write"), async (at, what) => {
        const { mode, sent } = deafMode();
        mode.allowWrites([writableRange(CHIPS[chip], bootloader, FLASH_BYTES)]);
        const length = what === "block" ? 0x10000 : 0x1000;
        const allowed = at % length === 0 && at >= from && at + length <= FLASH_BYTES;
        const asked =
          what === "write" ? mode.writeSector(at, sector) : mode.sendErase(what, at, "bare");
        if (allowed) await asked;
        else await expect(asked).rejects.toMatchObject({ failure: { code: "internal" } });
        expect(sent.length > 0).toBe(allowed);
      }),
      { numRuns: 300 },
    );
  },
);

test("nothing is writable before the board is known", async () => {
  const { mode, sent } = deafMode();
  await expect(mode.sendErase("sector", 0x11000, "bare")).rejects.toMatchObject({
    failure: { code: "internal" },
  });
  expect(sent).toEqual([]);
});
