import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { SpanWatch } from "../../../libs/simulator/powered-span.ts";
import { askCrc, type Bench, ERASE, linkedBoard, write4k } from "./bench.ts";

const SECTOR = 0x1000;
const range = (start: number, sectors: number) => ({ start, end: start + sectors * SECTOR });

const sum = (bench: Bench, { start, end }: ReturnType<typeof range>): Promise<string> =>
  bench.exchange(askCrc(start, end - 1), 500);

test("tells what was changed, and what was summed after the last change alone", async () => {
  const bench = await linkedBoard("bk7231n");
  const watch = new SpanWatch("F01", bench.board, bench.clock);
  await bench.exchange(ERASE);
  await sum(bench, range(0x14000, 1));
  await bench.exchange(write4k(0x12000), 500);
  await bench.exchange(write4k(0x13000), 500);
  await sum(bench, range(0x13000, 1));
  await sum(bench, range(0x11000, 2));
  bench.board.powerOff();
  const flashSha256 = createHash("sha256").update(bench.board.flash).digest("hex");
  expect(watch.end()).toMatchObject({
    ...{ fixture: "F01", erases: 1, programs: 32, flashSha256 },
    ...{ changed: [range(0x12000, 2)], summed: [range(0x11000, 3)] },
  });
});

test("tells of no flash where nothing was changed, and of what was summed", async () => {
  const bench = await linkedBoard("bk7231t");
  const watch = new SpanWatch("F01", bench.board, bench.clock);
  await sum(bench, range(0x11000, 2));
  expect(watch.end()).toMatchObject({
    ...{ erases: 0, programs: 0, changed: [], flashSha256: null },
    summed: [range(0x11000, 2)],
  });
});
