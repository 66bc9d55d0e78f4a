import { describe, expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import type { LotOrder } from "../../../libs/lot/open-lot.ts";
import { lotOf } from "./lot-of.ts";

const NO_LINK: Failure = { code: "no-link", attempts: 3, heard: 0 };
const LOST: Failure = { code: "link-lost", step: "write", command: "write" };
const DEAD: Failure = { code: "flash-unreadable", fingerprint: "b7bfa0ce", flashId: "000000" };
const WRONG: Failure = { code: "boot-wrong", expected: "1.19", seen: "1.18" };
const NO_KEY: Failure = { code: "wrong-key", expected: "a", found: "b" };
const NO_MAC: Failure = { code: "identity-missing", address: 0x1e0000, found: "blank" };
const INTERNAL: Failure = { code: "internal", reason: "a bug" };
const CUT_OFF: Failure = { code: "interrupted" };

const POLICY = { otherFixtures: 1, lockAfter: 3, lockWorse: false };

const nests = (count: number, change: Partial<LotOrder["fixtures"][number]> = {}) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `F${at + 1}`, retries: 0, policy: POLICY },
    ...change,
  }));

const serials = (count: number) => Array.from({ length: count }, (_, at) => `S${at + 1}`);

/** A lot with the policy, its nests ready. */
const policed = (order: Partial<LotOrder> = {}) => {
  const fixtures = order.fixtures ?? nests(2);
  const lot = lotOf({ serials: serials(9), ...order, fixtures });
  const began = fixtures.flatMap(({ id }) => lot.ready(id));
  const key = () => lot.tell({ kind: "start" });
  const scan = (serial: string) => lot.tell({ kind: "scan", serial });
  return { ...lot, began, key, scan };
};

const attended = { trigger: "operator", operator: "present" } as const;

describe("a board that failed", () => {
  test("is tried in place, then in another fixture, then is bad", () => {
    const lot = policed({ serials: ["A", "B", "C"], fixtures: nests(2, { retries: 1 }) });
    expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 runs A #2"]);
    expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 runs C #1"]);
    expect(lot.pass("F2", "B")).toEqual(["F2 runs A #3"]);
    expect(lot.breaks("F2", "A", NO_LINK)).toEqual(["F2 idle: done"]);
    expect(lot.pass("F1", "C")).toEqual(["F1 idle: done", "finished"]);
    expect(lot.counts()).toMatchObject({ pass: 2, fail: 1 });
  });

  test("stays with its kind of fixture also if its run never began", () => {
    const mixed = nests(2).map((nest, at) => ({ ...nest, kind: at === 0 ? "n" : "t" }));
    const lot = lotOf({ serials: ["A", "B"], fixtures: mixed, trigger: "auto" });
    expect(lot.tell({ kind: "fixture-ready", fixture: "F1" })).toEqual(["F1 runs A #1"]);
    expect(lot.tell({ kind: "run-refused", fixture: "F1", serial: "A" })).toEqual([
      "F1 idle: taken-out",
    ]);
    expect(lot.tell({ kind: "fixture-ready", fixture: "F2" })).toEqual(["F2 runs B #1"]);
  });

  test("goes to no fixture of another kind, nor to one that takes no board", () => {
    const mixed = nests(2).map((nest, at) => ({ ...nest, kind: at === 0 ? "n" : "t" }));
    const one = policed({ serials: ["A"], fixtures: mixed });
    expect(one.breaks("F1", "A", NO_LINK)).toEqual(["F1 idle: done", "finished"]);
    const other = policed({ serials: ["A", "B"] });
    other.tell({ kind: "lock", fixture: "F2", by: null, why: "by hand" });
    expect(other.breaks("F1", "A", NO_LINK)).toEqual(["F1 idle: done"]);
  });

  test("and waits for another fixture stands as it failed when the last one for it is gone", () => {
    const lot = policed({ serials: ["A", "B"] });
    expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 idle: done"]);
    expect(lot.tell({ kind: "fixture-lost", fixture: "F2" })).toEqual([
      "F2 idle: worker-lost",
      "finished",
    ]);
    expect(lot.counts()).toMatchObject({ fail: 1, error: 1 });
  });

  test.each([
    ["that no socket can be blamed for", WRONG],
    ["that no repeat can help", NO_KEY],
  ])("by something %s is not tried again at all", (_, failure) => {
    const lot = policed({ serials: ["A", "B"], fixtures: nests(2, { retries: 1 }) });
    expect(lot.breaks("F1", "A", failure)).toEqual(["F1 idle: done"]);
  });

  test("is carried by the operator: told on its tile, given to the next free nest, or scanned there", () => {
    const lot = policed({ ...attended, serials: ["A", "B", "C"] });
    lot.key();
    lot.key();
    expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 shows A: acknowledge and move"]);
    expect(lot.pass("F2", "B")).toEqual(["F2 waits for A"]);
    expect(lot.key()).toEqual(["F1 shows A no more: key", "F1 waits for C"]);
    expect(lot.scan("A")).toEqual(["F2 runs A #2"]);
    // Failed in both: it is set aside, and no try by hand is left.
    expect(lot.breaks("F2", "A", NO_LINK)).toEqual(["F2 shows A: acknowledge"]);
    expect(lot.tell({ kind: "retry", fixture: "F2" })).toEqual(["refused retry of F2: set-aside"]);
    lot.key();
    expect(lot.scan("A")).toEqual(["refused A: set-aside"]);
  });

  test("is not run where it failed by a scan of it, as long as there is another place", () => {
    const lot = policed({ ...attended, serials: "scan" });
    lot.scan("X");
    lot.scan("Y");
    expect(lot.breaks("F1", "X", NO_LINK)).toEqual(["F1 shows X: acknowledge and move"]);
    expect(lot.scan("X")).toEqual(["refused X: acknowledge in F1"]);
    expect(lot.pass("F2", "Y")).toEqual(["F2 waits for a scan"]);
    expect(lot.scan("X")).toEqual([
      "F1 shows X no more: scan",
      "F2 runs X #2",
      "F1 waits for a scan",
    ]);
  });

  test("is told to be tried where it lies when the other fixture is locked meanwhile", () => {
    const lot = policed({ ...attended, serials: ["A", "B"], fixtures: nests(2, { retries: 1 }) });
    lot.key();
    lot.breaks("F1", "A", NO_LINK);
    expect(lot.breaks("F1", "A", NO_LINK)).toEqual(["F1 shows A: acknowledge and move"]);
    expect(lot.tell({ kind: "lock", fixture: "F2", by: "Eva", why: "by hand" })).toEqual([
      "F2 locked",
      "F1 shows A: acknowledge or retry",
    ]);
  });
});

describe("a fixture", () => {
  test("is locked after so many boards in a row that failed as with a bad socket; its repeats count once", () => {
    const lot = policed({ fixtures: nests(1, { retries: 1 }), operator: "present" });
    for (const serial of ["S1", "S2"]) {
      lot.breaks("F1", serial, NO_LINK);
      expect(lot.breaks("F1", serial, LOST)).not.toContain("F1 locked");
    }
    const told = lot.breaks("F1", "S3", NO_LINK);
    expect(told).toContain("F1 locked: 3 in a row: link-lost, no-link");
    // The try that was due there is not had: nothing runs in it.
    expect(told.some((said) => said.includes("runs"))).toBe(false);
    expect(lot.tell({ kind: "unlock", fixture: "F1", by: null })).toEqual([
      "refused unlock of F1: unnamed",
    ]);
    const unlocked = lot.tell({ kind: "unlock", fixture: "F1", by: "Eva" });
    expect(unlocked[0]).toBe("F1 unlocked");
    // Counted anew.
    expect(lot.breaks("F1", "S3", NO_LINK).join()).not.toContain("locked");
  });

  test.each([
    ["a pass", (lot: ReturnType<typeof policed>) => lot.pass("F1", "S3")],
    ["a board's own fault", (lot: ReturnType<typeof policed>) => lot.breaks("F1", "S3", DEAD)],
  ])("that %s came between is not", (_, between) => {
    const lot = policed({ fixtures: nests(1, { policy: { ...POLICY, otherFixtures: 0 } }) });
    lot.breaks("F1", "S1", NO_LINK);
    lot.breaks("F1", "S2", NO_LINK);
    between(lot);
    expect(lot.breaks("F1", "S4", NO_LINK)).toEqual(["F1 runs S5 #1"]);
  });

  test("is not blamed for a board that failed elsewhere before", () => {
    const lot = policed({ fixtures: nests(2, { policy: { ...POLICY, lockAfter: 1 } }) });
    expect(lot.breaks("F1", "S1", NO_LINK)).toContain("F1 locked: 1 in a row: no-link");
    expect(lot.pass("F2", "S2")).toEqual(["F2 runs S1 #2"]);
    expect(lot.breaks("F2", "S1", NO_LINK)).toEqual(["F2 runs S3 #1"]);
  });

  test("is not blamed for a board that fails also in one that is well; in a doubtful one that tells nothing", () => {
    const fixtures = nests(2, { policy: { ...POLICY, lockAfter: 2 } });
    const well = policed({ fixtures });
    expect(well.breaks("F1", "S1", NO_LINK)).toEqual(["F1 runs S3 #1"]);
    expect(well.pass("F2", "S2")).toEqual(["F2 runs S1 #2"]);
    expect(well.breaks("F2", "S1", NO_LINK)).toEqual(["F2 runs S4 #1"]);
    expect(well.breaks("F1", "S3", NO_LINK)).toEqual(["F1 runs S5 #1"]);
    const doubtful = policed({ fixtures });
    doubtful.breaks("F1", "S1", NO_LINK);
    expect(doubtful.breaks("F2", "S2", NO_LINK)).toEqual(["F2 runs S1 #2"]);
    doubtful.breaks("F2", "S1", NO_LINK);
    expect(doubtful.breaks("F1", "S3", NO_LINK)).toContain("F1 locked: 2 in a row: no-link");
  });

  test("is locked by its own errors in a row, not by those of the station", () => {
    const lot = policed({ fixtures: nests(1) });
    for (const serial of ["S1", "S2"]) {
      lot.breaks("F1", serial, CUT_OFF);
      lot.breaks("F1", serial, CUT_OFF);
    }
    lot.breaks("F1", "S3", INTERNAL);
    lot.breaks("F1", "S3", INTERNAL);
    expect(lot.breaks("F1", "S4", INTERNAL)).toEqual([
      "F1 locked: 3 in a row: internal",
      "finished",
    ]);
    expect(lot.exit()).toBe(3);
  });

  test("is locked when it is much worse than its neighbours, by boards' first runs", () => {
    const policy = { otherFixtures: 0, lockAfter: 0, lockWorse: true };
    const lot = policed({ serials: serials(200), fixtures: nests(5, { policy }) });
    const at = new Map(lot.began.map((said) => said.split(/ runs | #/) as [string, string]));
    const follow = (told: readonly string[]): readonly string[] => {
      for (const said of told) {
        const [fixture = "", serial = ""] = said.split(/ runs | #/);
        if (said.includes(" runs ")) at.set(fixture, serial);
      }
      return told;
    };
    const rounds: string[] = [];
    for (let round = 0; round < 12 && rounds.length === 0; round += 1) {
      for (const id of ["F1", "F2", "F3", "F4"]) follow(lot.pass(id, at.get(id) ?? ""));
      const told = follow(lot.breaks("F5", at.get("F5") ?? "", DEAD));
      rounds.push(...told.filter((said) => said.includes("locked")));
    }
    expect(rounds).toEqual(["F5 locked: worse: 8 of 8 failed"]);
  });

  test("that was locked in an earlier sitting begins locked, and the rest goes on", () => {
    const locks = new Map([["F1", { by: null, why: "3 in a row", cause: "policy" } as const]]);
    const lot = policed({ serials: ["A"], locks });
    expect(lot.began).toEqual(["F2 runs A #1"]);
    expect(lot.pass("F2", "A")).toEqual(["F2 idle: done", "finished"]);
  });
});

describe("the line", () => {
  const STREAK = "2 boards in a row failed by image (boot-wrong, wrong-key). ";

  test("is paused after so many boards in a row that fail alike, and goes on by name, counting anew", () => {
    const lot = policed({ trigger: "auto", operator: "present", policy: { stopAfter: 2 } });
    lot.breaks("F1", "S1", WRONG);
    const told = lot.breaks("F2", "S2", NO_KEY);
    expect(told[0]).toContain(`paused: ${STREAK}`);
    expect(lot.tell({ kind: "resume", by: null })).toEqual(["refused resume of any: unnamed"]);
    lot.breaks("F1", "S3", WRONG);
    expect(lot.tell({ kind: "resume", by: "Eva" })[0]).toBe("resumed");
    expect(lot.breaks("F1", "S4", NO_MAC).join()).not.toContain("paused");
    expect(lot.breaks("F2", "S5", NO_KEY).join()).not.toContain("paused");
  });

  test("ends where nobody is, and also when the last person leaves it paused", () => {
    const lot = policed({ policy: { stopAfter: 2 } });
    lot.breaks("F1", "S1", WRONG);
    expect(lot.breaks("F2", "S2", NO_KEY)).toEqual([expect.stringContaining(`closed: ${STREAK}`)]);
    expect(lot.pass("F1", "S3")).toEqual(["finished"]);
    expect(lot.exit()).toBe(3);
    const left = policed({ operator: "present", policy: { stopAfter: 1 } });
    left.breaks("F1", "S1", WRONG);
    left.tell({ kind: "operator-left" });
    expect(left.pass("F2", "S2")).toEqual(["finished"]);
  });

  test("one bad board that is run again and again is one board", () => {
    const lot = policed({ ...attended, fixtures: nests(1), policy: { stopAfter: 2 } });
    for (let at = 0; at < 3; at += 1) {
      lot.scan("F1");
      lot.scan("S1");
      expect(lot.breaks("F1", "S1", WRONG).join()).not.toContain("paused");
    }
  });

  test("stops when too few boards pass at first, counted anew once it was resumed", () => {
    const minFirstPassYield = { percent: 60, after: 4 };
    const lot = policed({
      operator: "present",
      policy: { stopAfter: 0, minFirstPassYield },
      fixtures: nests(1, { policy: { ...POLICY, lockAfter: 0 } }),
    });
    lot.pass("F1", "S1");
    lot.breaks("F1", "S2", DEAD);
    lot.breaks("F1", "S3", DEAD);
    expect(lot.pass("F1", "S4")[0]).toBe(
      "paused: First-pass yield is 50.0 % of 4 boards, below 60 %.",
    );
    lot.tell({ kind: "resume", by: "Eva" });
    for (const serial of ["S5", "S6", "S7"]) {
      expect(lot.breaks("F1", serial, DEAD).join()).not.toContain("paused");
    }
    expect(lot.breaks("F1", "S8", DEAD)[0]).toContain("paused: First-pass yield is 0.0 %");
  });
});
