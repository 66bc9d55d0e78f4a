import { describe, expect, test } from "vitest";
import { Bench, readVectors } from "./bench.ts";

interface SetBaud {
  readonly request: string;
  readonly response: string;
  readonly reply_after_timer_ticks: number;
  readonly tick_ms: number;
}

interface Divider {
  readonly requested: number;
  readonly actual: number;
}

const LINK = "01e0fc0100";
const LINKED = "040e0501e0fc0100";

const setBaud = (baud: number, delay = 0): string => {
  const frame = Buffer.from([0x01, 0xe0, 0xfc, 0x06, 0x0f, 0, 0, 0, 0, delay]);
  frame.writeUInt32LE(baud, 5);
  return frame.toString("hex");
};

const linked = async (chip: "bk7231n" | "bk7231t"): Promise<Bench> => {
  const bench = new Bench(chip);
  await bench.link();
  return bench;
};

test.each(readVectors<SetBaud>("t-set-baud"))("T answers $request after its ticks", async (row) => {
  const bench = await linked("bk7231t");
  const from = bench.clock.now();
  expect(await bench.exchange(row.request, 0)).toBe("");
  await bench.clock.sleep(1000);
  const [answer] = bench.sent;
  const wait = row.reply_after_timer_ticks * row.tick_ms;
  const wire = (10 * 10_000) / 115_200 + (12 * 10_000) / (answer?.baud ?? 1);
  expect((answer?.at ?? 0) - from).toBeCloseTo(wire + wait, 3);
  expect(bench.hear()).toBe(row.response);
});

test.each(readVectors<Divider>("baud-dividers"))(
  "T's divider makes $actual of $requested",
  async ({ requested, actual }) => {
    const bench = await linked("bk7231t");
    await bench.exchange(setBaud(requested), 0);
    await bench.clock.sleep(1000);
    expect(Math.round(bench.sent[0]?.baud ?? 0)).toBe(actual);
  },
);

test("N waits as many ms as asked", async () => {
  const bench = await linked("bk7231n");
  const from = bench.clock.now();
  await bench.exchange(setBaud(921_600, 20), 0);
  await bench.clock.sleep(100);
  const wire = (10 * 10_000) / 115_200 + (12 * 10_000) / (26_000_000 / 28);
  expect((bench.sent[0]?.at ?? 0) - from).toBeCloseTo(wire + 20, 3);
});

describe("rates that do not agree", () => {
  test("a chip hears garbage, and hears again at the right rate", async () => {
    const bench = await linked("bk7231n");
    await bench.exchange(setBaud(921_600), 20);
    expect(await bench.exchange(LINK, 20)).toBe("");
    bench.baud = 921_600;
    await bench.exchange(new Uint8Array(64), 20);
    expect(await bench.exchange(LINK, 20)).toBe(LINKED);
  });

  test.each([
    [1_500_000, "understood"],
    [3_000_000, "garbage"],
  ])("T at %i baud: %s, by the error of its divider", async (baud, outcome) => {
    const bench = await linked("bk7231t");
    await bench.exchange(setBaud(baud), 20);
    bench.baud = baud;
    expect(await bench.exchange(LINK, 20)).toBe(outcome === "understood" ? LINKED : "");
  });
});
