import { expect, test } from "vitest";
import { writableRange } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { dataPartitionsOf, partitionsIn } from "../../../libs/chips/flash-layout.ts";

const ALL_LAYOUTS = CHIP_NAMES.flatMap((name) =>
  CHIPS[name].layouts.map((layout) => [`${name} ${layout.name}`, CHIPS[name], layout] as const),
);

test.each(ALL_LAYOUTS)("%s divides its flash into whole sectors, in order", (_, chip, layout) => {
  let end = 0;
  for (const { name, ...range } of layout.partitions) {
    expect([range.start % 0x1000, range.end % 0x1000]).toEqual([0, 0]);
    // Only Tuya's identity lies in another partition.
    if (name !== "tuya-kv") expect(range.start).toBeGreaterThanOrEqual(end);
    end = range.end;
    expect(end).toBeLessThanOrEqual(layout.flashBytes);
  }
  expect(chip.flashSizes).toContain(layout.flashBytes);
  const [bootloader, app] = layout.partitions;
  expect(bootloader).toEqual({ name: "bootloader", start: 0, end: chip.appStart });
  expect(app).toMatchObject({ name: "app", start: chip.appStart });
  const appEnd = app?.end ?? 0;
  expect(chip.image.appHeadersAt.some((headerAt) => headerAt + 102 <= appEnd)).toBe(true);
});

test.each(CHIP_NAMES)("%s: a bootloader that alone can bring it back is out of reach", (name) => {
  const chip = CHIPS[name];
  const start = chip.download.hasRomDownloadMode ? 0 : 0x11000;
  expect(writableRange(chip, "write", 0x200000)).toEqual({ start, end: 0x200000 });
  expect(writableRange(chip, "keep", 0x80000)).toEqual({ start: 0x11000, end: 0x80000 });
});

test.each([
  ["bk7231n", [0x1d0000, 0x1e0000]],
  ["bk7231m", [0x1d0000, 0x1e0000]],
  ["bk7231t", [0x1e0000]],
  ["bk7231s", [0x1e0000]],
  ["bk7231u", [0x1e0000]],
  ["bk7231q", [0x1e0000]],
  ["bk7238", [0x1e0000, 0x1e3000]],
  ["bk7252", [0x3fe000, 0x1e0000]],
  ["bk7251", [0x3fe000, 0x1e0000]],
  ["bk7252n", [0x1e0000]],
] as const)("%s may have its calibration at every place of its layouts", (chip, places) => {
  expect(CHIPS[chip].calibration.map(({ start }) => start)).toEqual(places);
});

test("one place is several things where boards differ", () => {
  const touched = partitionsIn(CHIPS.bk7231n.layouts, { start: 0x1dffff, end: 0x1e0001 });
  expect(touched.map(({ layout, name }) => `${layout} ${name}`)).toEqual([
    "Tuya userdata",
    "generic kv",
    "generic calibration",
  ]);
});

test("only what some board of the chip has can be named", () => {
  expect(dataPartitionsOf(CHIPS.bk7231t.layouts)).toEqual([
    "calibration",
    "net",
    "kv",
    "userdata",
    "tuya-kv",
  ]);
  expect(dataPartitionsOf(CHIPS.bk7252n.layouts)).toEqual(["calibration", "net"]);
});
