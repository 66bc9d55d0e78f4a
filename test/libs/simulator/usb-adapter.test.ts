import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdapterConfig } from "../../../libs/jig/jig.ts";
import { UsbAdapter } from "../../../libs/simulator/usb-adapter.ts";
import { HandClock } from "../../support/hand-clock.ts";

const BAUD = 1_000_000;

const bench = (config: AdapterConfig) => {
  const clock = new HandClock(0);
  const handed: { readonly at: number; readonly bytes: number }[] = [];
  let all: readonly number[] = [];
  const adapter = new UsbAdapter(config, clock, (bytes) => {
    handed.push({ at: clock.now(), bytes: bytes.length });
    all = [...all, ...bytes];
  });
  return { clock, adapter, handed, all: () => all };
};

const counting = (length: number, from = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (from + at) & 0xff);

describe("16 ms", () => {
  test("a short answer waits until 16 ms after its first byte", () => {
    const { adapter, clock, handed } = bench({ latencyMs: 16 });
    // 20 bytes at 1 M baud took 0.2 ms, which have passed.
    adapter.hear(counting(20), BAUD);
    clock.advance(15.7);
    expect(handed).toEqual([]);
    clock.advance(0.2);
    expect(handed).toEqual([{ at: 15.8, bytes: 20 }]);
    expect(clock.pending).toBe(0);
  });

  test("more bytes do not make it wait longer", () => {
    const { adapter, clock, handed } = bench({ latencyMs: 16 });
    adapter.hear(counting(1), BAUD);
    clock.advance(10);
    adapter.hear(counting(30), BAUD);
    clock.advance(6);
    expect(handed.map(({ bytes }) => bytes)).toEqual([31]);
  });

  test("a full packet goes at once, the rest waits for itself", () => {
    const { adapter, clock, handed } = bench({ latencyMs: 16 });
    adapter.hear(counting(61), BAUD);
    clock.advance(10);
    adapter.hear(counting(4), BAUD);
    expect(handed).toEqual([{ at: 10, bytes: 62 }]);
    clock.advance(16);
    expect(handed[1]?.at).toBeCloseTo(25.97, 5);
    expect(handed[1]?.bytes).toBe(3);
  });

  test("a sector that was read waits with its last 19 bytes only", () => {
    const { adapter, clock, handed } = bench({ latencyMs: 16 });
    for (let left = 4111; left > 0; left -= 512) {
      adapter.hear(counting(Math.min(left, 512)), BAUD);
      clock.advance(5);
    }
    expect(handed.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4111 - 19);
    clock.advance(16);
    expect(handed.at(-1)?.bytes).toBe(19);
  });
});

test("without latency everything is handed over at once", () => {
  const { adapter, clock, handed } = bench({});
  adapter.hear(counting(3), BAUD);
  expect(handed).toEqual([{ at: 0, bytes: 3 }]);
  expect(clock.pending).toBe(0);
});

test("all bytes come out once and in order, whatever pieces they came in", () => {
  const pieces = fc.array(
    fc.record({ bytes: fc.nat(200), pauseMs: fc.double({ min: 0, max: 40, noNaN: true }) }),
  );
  fc.assert(
    fc.property(pieces, fc.nat(20), (arriving, latencyMs) => {
      const { adapter, clock, all } = bench({ latencyMs });
      let sent = 0;
      for (const { bytes, pauseMs } of arriving) {
        adapter.hear(counting(bytes, sent), BAUD);
        sent += bytes;
        clock.advance(pauseMs);
      }
      clock.advance(100);
      expect(all()).toEqual([...counting(sent)]);
      expect(clock.pending).toBe(0);
    }),
  );
});

test("what it holds when the rate is set is lost", () => {
  const { adapter, clock, handed } = bench({ latencyMs: 16 });
  adapter.hear(counting(8), BAUD);
  adapter.clear();
  clock.advance(100);
  expect(handed).toEqual([]);
});

test("loses the share of bytes that it is said to lose", () => {
  const { adapter, all } = bench({ drops: 0.01 });
  for (let sent = 0; sent < 100; sent += 1) adapter.hear(counting(100), BAUD);
  expect(10_000 - all().length).toBeGreaterThan(50);
  expect(10_000 - all().length).toBeLessThan(200);
});

test("takes 9600 baud in place of what is too fast", () => {
  const { adapter } = bench({ fastestBaud: 460_800 });
  expect([115_200, 460_800, 921_600].map((baud) => adapter.rateFor(baud))).toEqual([
    115_200, 460_800, 9600,
  ]);
});
