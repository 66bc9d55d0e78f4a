import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { expectFlashed } from "../../support/expect-board.ts";
import { type BenchOptions, planOf, startRun } from "../../support/memory-bench.ts";

/** Less than a second without a byte is safe on every bootloader (uart-protocol.md section 6.1). */
const LONGEST_PAUSE_MS = 1000;
const BAUD = 921600;

const CASES: readonly (readonly [string, BenchOptions])[] = [
  ["with nothing wrong", {}],
  ["whose flash is as slow as can be", { faults: ["worst-flash"] }],
  ["whose erases take ten times as long", { faults: ["slow-erase:10"] }],
  ["with a large image to sum up", { order: { plan: planOf("bk7231t", 7, 1_000_000) } }],
  ["read back", { order: { verify: "readback" } }],
  ...[3, 5, 20, 40, 60].map(
    (nth) => [`with answer ${nth} lost`, { faults: [`drops-reply:${nth}`] }] as const,
  ),
];

test.each<[ChipName, string, BenchOptions]>(
  (["bk7231t", "bk7252"] as const).flatMap((chip) =>
    CASES.map(([name, options]) => [chip, name, options] as [ChipName, string, BenchOptions]),
  ),
)("a %s %s never waits for a second without hearing anything", async (chip, _, options) => {
  const heard: { readonly from: number; readonly to: number }[] = [];
  let now = (): number => 0;
  const toChip = (bytes: Uint8Array): Uint8Array => {
    const from = now();
    heard.push({ from, to: from + (bytes.length * 10_000) / BAUD });
    return bytes;
  };
  const order = { ...options.order, ...(chip === "bk7231t" ? {} : { plan: planOf(chip) }) };
  const run = startRun(chip, { ...options, order, wire: { toChip } });
  now = () => run.clock.now();
  expect(await run.end).toMatchObject({ verdict: "pass" });
  expectFlashed(run);
  const pauses = heard.slice(1).map(({ from }, index) => from - (heard[index]?.to ?? 0));
  expect(Math.max(...pauses)).toBeLessThan(LONGEST_PAUSE_MS);
});
