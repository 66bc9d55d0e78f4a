import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { ChipLine } from "../../../libs/flasher/chip-line.ts";
import { linkBoard } from "../../../libs/flasher/link-board.ts";
import { answersNow } from "../../../libs/flasher/link-check.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { factoryContents } from "../../../libs/simulator/board-contents.ts";
import { PtyPort } from "../../../libs/simulator/pty-port.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";

const BAUD = 921600;
/** A hang limit: on an idle machine it takes a fifth of it at most. */
const LIMIT_MS = 2500;

const SILENT = {
  step: "link",
  bytes: () => undefined,
  recovered: () => undefined,
  note: () => undefined,
} as const;

test.each<[ChipName, number]>([
  ["bk7231n", 0],
  ["bk7231n", 16],
  ["bk7231t", 0],
  ["bk7231t", 16],
])("a %s behind a real port with a latency of %i ms is linked soon", async (chip, latencyMs) => {
  using port = await PtyPort.open(systemClock, { latencyMs });
  const flash = factoryContents(chip, 3);
  const board = new VirtualBoard({ chip, clock: systemClock, flash });
  let answeredAt: number | undefined;
  using _out = board.onTransmit((bytes, baud) => {
    answeredAt ??= systemClock.now();
    port.write(bytes, baud);
  });
  using _in = port.onBytes((bytes, baud) => board.receive(bytes, baud));
  await using link = await openSerialLink(port.path, { baudRate: 115200 });
  using line = new ChipLine(link, systemClock, new AbortController().signal);
  const control = {
    means: "cycle",
    offMs: 50,
    stop: async () => board.powerOff(),
    awaitTurn: async () => undefined,
    start: async () => board.powerOn(),
    settled: () => undefined,
  } as const;
  const wish = { chip: CHIPS[chip], baud: BAUD, attempts: 1 };
  expect(await linkBoard(line, control, wish, SILENT)).toEqual({
    attempts: 1,
    baud: BAUD,
    failed: [],
  });
  expect(systemClock.now() - (answeredAt ?? 0)).toBeLessThan(LIMIT_MS);
  expect(await answersNow(line)).toBe(true);
  board.powerOff();
});
