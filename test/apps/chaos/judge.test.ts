import { describe, expect, test } from "vitest";
import type { ChaosCase } from "../../../apps/chaos/chaos-case.ts";
import type { Evidence } from "../../../apps/chaos/evidence.ts";
import { judge, outcomeOf } from "../../../apps/chaos/judge.ts";
import { runCase } from "../../../apps/chaos/run-case.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import type { RunEnd } from "../../../libs/run/run-record.ts";

const image = { format: "uf2", seed: 1, bytes: 6000, version: "1.18.0" } as const;

const GOOD: ChaosCase = {
  seed: 0,
  number: 0,
  chip: "bk7231t",
  flashBytes: 0x200000,
  image,
  previous: { kind: "factory" },
  recipe: {
    baud: 921600,
    bootloader: "keep",
    backup: "none",
    write: "all",
    verify: "crc",
    protection: "open",
    linkAttempts: 1,
    own: "none",
    expect: undefined,
  },
  wiring: { control: "power", logPort: "wired", offMs: 100, fastestBaud: undefined },
  troubles: [],
};

const good = await runCase(GOOD);
const end = good.end as RunEnd;

const failed = (failure: Failure): Partial<Evidence> => ({
  end: { ...end, verdict: "fail", failure },
});

/** The flash after the run, one byte of it another one. */
const withByte = (address: number): Partial<Evidence> => {
  const after = good.after.slice();
  after[address] = (after[address] ?? 0) ^ 1;
  return { after };
};

test("a good run of a good board is as it should be", () => {
  expect(outcomeOf(good)).toBe("pass");
  expect(judge(good)).toEqual([]);
});

test("a board that is given values of its own has what it held kept, and its values announced, before that changes", async () => {
  const given = await runCase({ ...GOOD, recipe: { ...GOOD.recipe, own: "given" } });
  expect(judge(given)).toEqual([]);
  expect(judge({ ...given, kept: [] })).toEqual([
    expect.stringMatching(/^lost: 0x1e0000 /),
    expect.stringMatching(/^lost: 0x1f8000 /),
  ]);
  expect(judge({ ...given, marks: [] })).toContain("0x1e0000 was changed unannounced");
});

test("a flash that two faults together make too slow for the ring may lose the link, though neither alone does", async () => {
  const slow = { kind: "board", name: "slow-write", fault: "slow-write:13.3" } as const;
  const worst = { kind: "board", name: "worst-flash", fault: "worst-flash" } as const;
  const recipe = { ...GOOD.recipe, baud: 115200 };
  const ring = { ...GOOD, chip: "bk7251", image: { ...image, format: "qio" }, recipe } as const;
  const both = await runCase({ ...ring, troubles: [slow, worst] });
  expect(outcomeOf(both)).toBe("fail link-lost");
  expect(judge(both)).toEqual([]);
  for (const one of [slow, worst]) {
    expect(judge({ ...both, chaosCase: { ...ring, troubles: [one] } })).toEqual([
      expect.stringMatching(/^wrong cause: .*link-lost.* in place of a pass/),
    ]);
  }
});

test("why a closed flash holds what it held is not found out of a board that outlasts its restart", async () => {
  const closed = { kind: "board", name: "protected", fault: "protected" } as const;
  const charged = { kind: "board", name: "holds-charge", fault: "holds-charge:1957.1" } as const;
  const giving: ChaosCase = {
    ...GOOD,
    image: { ...image, bytes: 120_000 },
    recipe: { ...GOOD.recipe, own: "given" },
  };
  const both = await runCase({ ...giving, troubles: [closed, charged] });
  expect(outcomeOf(both)).toBe("fail verify-mismatch");
  expect(judge(both)).toEqual([]);
  for (const one of [closed, charged]) {
    expect(judge({ ...both, chaosCase: { ...giving, troubles: [one] } })).not.toEqual([]);
  }
});

const lastChange = good.changes.at(-1)?.at ?? 0;
const range = { start: 0x1e0000, end: 0x1e1000 };
const silent = { kind: "board", name: "silent", fault: "silent" } as const;

const WRONGS: readonly (readonly [string, Partial<Evidence>, string])[] = [
  ["never ended", { end: { hang: "why" } }, "hang: why"],
  ["passed with a wrong byte in the plan", withByte(0x11003), "false pass: .* 0x011003"],
  ["passed with a wrong byte outside the plan", withByte(0x1d0000), "false pass: .* 0x1d0000"],
  ["passed with a changed bootloader", withByte(0), "false pass: .* 0x000000"],
  [
    "passed unverified after a late write",
    { requests: good.requests.filter(({ at }) => at < lastChange) },
    "false pass: 0x011000 was not verified",
  ],
  [
    "asked for what is out of reach",
    { requests: [...good.requests, { does: "change", text: "erase", range, at: 0 }] },
    "out of reach: asked to erase",
  ],
  [
    "changed what is out of reach",
    { changes: [{ kind: "erase", address: 0x10000, length: 0x1000, at: 0 }, ...good.changes] },
    "out of reach: erase at 0x010000",
  ],
  [
    "failed without reason",
    failed({ code: "protected", address: 0x11000 }),
    "wrong cause: .*protected.* in place of a pass",
  ],
  [
    "failed by a bug",
    failed({ code: "internal", reason: "bug" }),
    "wrong cause: .*internal.* in place of a pass",
  ],
  ["passed while mute", { chaosCase: { ...GOOD, troubles: [silent] } }, "false pass: its troubles"],
  [
    "was refused after an erase",
    failed({ code: "already-passed", mac: "02", otherSerial: "SN0" }),
    "already-passed after the flash was changed",
  ],
  ["stored a wrong backup", { backup: good.after }, "a wrong backup"],
  ["left the power on", { powered: true }, "power is on"],
  ["spoke after its end", { bytesAfterEnd: 5 }, "5 bytes sent after the end"],
];

describe("a run is caught that", () => {
  test.each(WRONGS)("%s", (_, wrong, violation) => {
    const violations = judge({ ...good, ...wrong });
    expect(violations).toContainEqual(expect.stringMatching(violation));
  });
});
