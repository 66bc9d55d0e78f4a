import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { explainFinding } from "../../../libs/survey/explain-finding.ts";
import { levelOf, nestsOf } from "../../../libs/survey/finding.ts";
import { readMatrix } from "../../../libs/survey/read-matrix.ts";
import { JigWires, type NestWires, nestId, rightNest } from "../../support/jig-wires.ts";

const CHIPS: readonly ChipName[] = ["bk7231n", "bk7231t", "bk7238", "bk7252"];

const rightJig = (count: number, log: "log" | "no-log"): NestWires[] =>
  Array.from({ length: count }, (_, at) =>
    rightNest(at, CHIPS[at % CHIPS.length] ?? "bk7231n", log),
  );

test.each(["log", "no-log"] as const)(
  "a right jig (%s) is found right, and ends unpowered",
  async (log) => {
    const jig = new JigWires(rightJig(5, log));
    const { survey, findings } = await jig.survey({ repeat: 3 });
    expect(findings).toEqual([]);
    expect(jig.powered).toEqual([]);
    expect(survey.allOn).toBeUndefined();
  },
);

const NO_RELAY = { feeds: [], works: "never" } as const;

test.each(["log", "no-log"] as const)(
  "each fault of wiring is found by its name (%s)",
  async (log) => {
    const found = async (change: (nests: NestWires[]) => void, count = 3) => {
      const nests = rightJig(count, log);
      change(nests);
      const { findings } = await new JigWires(nests).survey();
      return findings;
    };
    const at = (nests: NestWires[], index: number, change: Partial<NestWires>): void => {
      const nest = nests[index];
      if (nest !== undefined) nests[index] = { ...nest, ...change };
    };
    const crossedWith = log === "log" ? "relays" : "relays-or-ports";
    expect(
      await found((nests) => {
        at(nests, 0, { relay: { feeds: [1], works: "right" } });
        at(nests, 1, { relay: { feeds: [0], works: "right" } });
      }),
    ).toEqual([{ kind: "crossed", nests: ["F01", "F02"], crossed: crossedWith }]);
    expect(await found((nests) => at(nests, 1, { relay: NO_RELAY }))).toEqual([
      { kind: "no-answer", nest: "F02", allOn: "silent", noise: 0, moves: [] },
    ]);
    expect(
      await found((nests) => at(nests, 1, { relay: { feeds: [1, 2], works: "right" } })),
    ).toEqual([
      { kind: "shared-relay", nest: "F02", boards: ["F02", "F03"] },
      { kind: "shared-board", nest: "F03", relays: ["F02", "F03"] },
    ]);
    expect(
      await found((nests) => {
        at(nests, 1, { relay: { feeds: [1, 2], works: "right" } });
        at(nests, 2, { relay: NO_RELAY });
      }),
    ).toEqual([
      { kind: "shared-relay", nest: "F02", boards: ["F02", "F03"] },
      { kind: "dead-relay", nest: "F03", movedBy: ["F02"] },
    ]);
    expect(await found((nests) => at(nests, 2, { relay: { feeds: [0], works: "right" } }))).toEqual(
      [
        { kind: "relay-of-other", nest: "F03", board: "F01" },
        { kind: "shared-board", nest: "F01", relays: ["F01", "F03"] },
        { kind: "no-answer", nest: "F03", allOn: "silent", noise: 0, moves: ["F01"] },
      ],
    );
    expect(
      await found((nests) => at(nests, 0, { relay: { feeds: [0], works: "inverted" } })),
    ).toEqual([{ kind: "inverted", nest: "F01", board: "F01" }]);
    expect(await found((nests) => at(nests, 0, { faults: ["holds-charge:60000"] }))).toMatchObject([
      { kind: "stays-alive", nest: "F01", feed: "line" },
    ]);
    expect(await found((nests) => at(nests, 0, { faults: ["holds-charge:800"] }))).toMatchObject([
      { kind: "slow-off", nest: "F01", offMs: 300 },
    ]);
    expect(
      await found((nests) => at(nests, 0, { relay: { feeds: [0], works: "sticks" } })),
    ).toMatchObject([{ kind: "stays-alive", nest: "F01", feed: "supply" }]);
    expect(
      await found((nests) => at(nests, 2, { relay: { feeds: [2], works: "fails" } })),
    ).toMatchObject([{ kind: "relay-failed", nest: "F03" }]);
    expect(
      await found((nests) => at(nests, 2, { flash: { hears: "itself", reaches: undefined } })),
    ).toEqual([{ kind: "joined", place: { nest: "F03", field: "flashPort" } }]);
    const first = { hears: { board: 0, uart: 1 }, reaches: 1 } as const;
    const second = { hears: { board: 1, uart: 1 }, reaches: 0 } as const;
    expect(
      (
        await found((nests) => {
          at(nests, 0, { flash: first });
          at(nests, 1, { flash: second });
        })
      ).filter(({ kind }) => kind === "split-wires"),
    ).toEqual([
      {
        kind: "split-wires",
        place: { nest: "F01", field: "flashPort" },
        hears: [{ nest: "F02", field: "flashPort" }],
      },
      {
        kind: "split-wires",
        place: { nest: "F02", field: "flashPort" },
        hears: [{ nest: "F01", field: "flashPort" }],
      },
    ]);
    if (log === "no-log") {
      expect(await found((nests) => at(nests, 0, { faults: ["wrong-uart"] }))).toEqual([
        { kind: "flash-is-log", nest: "F01" },
      ]);
      return;
    }
    for (const chip of ["bk7231n", "bk7231t"] as const) {
      expect(
        await found((nests) =>
          at(nests, 0, {
            chip,
            flash: { hears: { board: 0, uart: 2 }, reaches: undefined },
            log: { hears: { board: 0, uart: 1 }, reaches: 0 },
          }),
        ),
      ).toEqual([{ kind: "ports-swapped", nest: "F01" }]);
    }
    expect(levelOf({ kind: "ports-swapped", nest: "F01" })).toBe("unfit");
  },
);

test("log ports of each other's nests, and flash ports of each other's, are told apart from relays", async () => {
  const found = async (exchange: "log" | "flash", chip: ChipName) => {
    const nests = [rightNest(0, chip, "log"), rightNest(1, chip, "log"), rightNest(2, chip, "log")];
    const [one, other] = nests;
    if (one === undefined || other === undefined) throw new Error("no nests");
    nests[0] = { ...one, [exchange]: other[exchange] };
    nests[1] = { ...other, [exchange]: one[exchange] };
    return (await new JigWires(nests).survey()).findings;
  };
  for (const chip of ["bk7231n", "bk7231t"] as const) {
    expect(await found("log", chip)).toEqual([
      { kind: "log-of-other", nest: "F01", relays: ["F02"] },
      { kind: "log-of-other", nest: "F02", relays: ["F01"] },
    ]);
    expect(await found("flash", chip)).toEqual([
      { kind: "crossed", nests: ["F01", "F02"], crossed: "flash-ports" },
    ]);
  }
});

test.each(CHIPS)(
  "a log port that hears what it should and also calls a board is found (%s)",
  async (chip) => {
    const found = async (from: number, to: number) => {
      const nests = [0, 1, 2].map((board) => rightNest(board, chip, "log"));
      const hears = { board: from, uart: 2 } as const;
      nests[from] = { ...rightNest(from, chip, "log"), log: { hears, reaches: to } };
      return (await new JigWires(nests).survey()).findings;
    };
    const flash = { nest: "F01", field: "flashPort" };
    for (const from of [0, 1]) {
      const log = { nest: nestId(from), field: "logPort" };
      const findings = await found(from, 0);
      expect(findings).toEqual([{ kind: "split-wires", place: flash, hears: [flash, log] }]);
      expect(findings.map((finding) => explainFinding(finding).mend)).toEqual([
        `Take the TX wire of ${nestId(from)}'s logPort off it.`,
      ]);
    }
  },
);

test.each([
  [0, "late:600"],
  [1, "late:600"],
  [0, "late:1200"],
  [1, "late:1200"],
] as const)(
  "what a board says that wakes late as relay %i goes off (%s) is no other relay's doing",
  async (at, late) => {
    const other = 1 - at;
    const inverted = { works: "inverted", feeds: [at] } as const;
    const found = async (reaches: number | undefined, restMs: number) => {
      const nests = [rightNest(0, "bk7231n", "log"), rightNest(1, "bk7231n", "log")];
      const flash = { hears: { board: at, uart: 1 }, reaches } as const;
      nests[at] = { ...rightNest(at, "bk7238", "log"), relay: inverted, faults: [late], flash };
      const jig = new JigWires(nests);
      await jig.clock.sleep(restMs);
      const { survey, findings } = await jig.survey();
      expect(readMatrix(survey).rows).toContainEqual({
        ...{ control: nestId(other), wokenByOff: [] },
        ...{ answering: [`${nestId(other)}/flash`], logging: [`${nestId(other)}/log`] },
      });
      expect(new Set(findings.flatMap(nestsOf))).toEqual(new Set([nestId(at)]));
      return findings.map(({ kind }) => kind);
    };
    // Its relay let go of it as the survey began, or long before.
    expect(await found(undefined, 0)).toContain("alive-at-start");
    expect(await found(at, 0)).toContain("alive-at-start");
    expect(await found(undefined, 5000)).toEqual(["no-answer"]);
    expect(await found(at, 5000)).toEqual(["inverted"]);
  },
);

test.each(["unplug", "hang"] as const)(
  "a port with trouble (%s) is told, and stops nobody",
  async (trouble) => {
    const jig = new JigWires(rightJig(3, "log"));
    jig.links.get("F02/flash")?.[trouble]();
    const { survey, findings } = await jig.survey();
    const place = { nest: "F02", field: "flashPort" };
    expect(findings).toMatchObject([{ kind: "port-failed", place }]);
    const proven = readMatrix(survey).rows.filter(({ answering }) => answering.length === 1);
    expect(proven.map(({ control }) => control)).toEqual(["F01", "F03"]);
  },
);

test("stopped in its midst, everything is switched off", async () => {
  const jig = new JigWires(rightJig(3, "log"));
  const stop = new AbortController();
  const reason = new Error("stopped");
  jig.clock.after(1500, () => stop.abort(reason));
  await expect(jig.survey({ signal: stop.signal })).rejects.toBe(reason);
  expect(jig.powered).toEqual([]);
});

test("a slow board on a quick board's relay, too, is not missed", async () => {
  const [one, other] = rightJig(2, "no-log");
  if (one === undefined || other === undefined) throw new Error("no nests");
  const slow = { ...other, faults: ["late:700"] };
  const shared = { ...one, relay: { feeds: [0, 1], works: "right" } } as const;
  const { findings } = await new JigWires([shared, slow]).survey();
  expect(findings).toMatchObject([
    { kind: "shared-relay", nest: "F01", boards: ["F01", "F02"] },
    { kind: "shared-board", nest: "F02", relays: ["F01", "F02"] },
  ]);
});

test.each([
  ["log", 2100],
  ["no-log", 1800],
] as const)("64 nests would take minutes (%s): so long is one", async (log, mostMs) => {
  const jig = new JigWires(rightJig(12, log), 500);
  const { findings } = await jig.survey();
  expect(findings).toEqual([]);
  const beginMs = 2500;
  expect((jig.clock.now() - beginMs) / 12).toBeLessThan(mostMs + 200);
});
