import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { levelOf } from "../../../libs/survey/finding.ts";
import { JigWires, type NestWires, rightNest } from "../../support/jig-wires.ts";

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
      { kind: "stays-alive", nest: "F01" },
    ]);
    expect(await found((nests) => at(nests, 0, { faults: ["holds-charge:800"] }))).toMatchObject([
      { kind: "slow-off", nest: "F01", offMs: 300 },
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
