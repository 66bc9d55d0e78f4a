import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { levelOf } from "../../../libs/survey/finding.ts";
import { judgeMatrix } from "../../../libs/survey/judge-matrix.ts";
import { readMatrix } from "../../../libs/survey/read-matrix.ts";
import type { Hearing, Move } from "../../../libs/survey/survey.ts";
import { JigWires, type NestWires, rightNest } from "../../support/jig-wires.ts";

const CHIPS = ["bk7231n", "bk7231t"] as const;

const jigOf = (chip: ChipName, log: "log" | "no-log", ...changes: readonly Partial<NestWires>[]) =>
  new JigWires(changes.map((change, at) => ({ ...rightNest(at, chip, log), ...change })));

test.each(CHIPS)(
  "a right jig's board that was called too late again and again is right (%s)",
  async (chip) => {
    const { findings } = await jigOf(chip, "log", { missedStarts: 3 }, {}).survey();
    expect(findings).toEqual([{ kind: "unsteady", nest: "F01", answered: 1, tries: 4 }]);
  },
);

test.each(CHIPS)(
  "a board that lives on its line is found although its first start was missed (%s)",
  async (chip) => {
    const backFed = { faults: ["holds-charge:600000"], missedStarts: 1 };
    const { findings } = await jigOf(chip, "log", {}, backFed).survey();
    expect(findings).toMatchObject([{ kind: "stays-alive", nest: "F02", feed: "line" }]);
  },
);

test.each(CHIPS)(
  "a board that lives on is found although nothing was heard of it for a while (%s)",
  async (chip) => {
    const backFed = { faults: ["holds-charge:600000"], pauseMs: 500 };
    const { findings } = await jigOf(chip, "log", {}, backFed).survey();
    expect(findings).toMatchObject([{ kind: "stays-alive", nest: "F02", feed: "line" }]);
  },
);

test("crossed relays are found although one of the boards was called too late", async () => {
  const jig = jigOf(
    "bk7231n",
    "no-log",
    { relay: { feeds: [1], works: "right" }, missedStarts: 1 },
    { relay: { feeds: [0], works: "right" } },
    {},
  );
  const { findings } = await jig.survey();
  expect(findings).toEqual([
    { kind: "crossed", nests: ["F01", "F02"], crossed: "relays-or-ports" },
  ]);
});

test.each(CHIPS)(
  "a board that was not heard when its port called alone is looked at again (%s)",
  async (chip) => {
    const { findings } = await jigOf(chip, "log", { hearsMs: 350 }, {}).survey();
    expect(findings.map(({ kind }) => kind)).not.toContain("split-wires");
    expect(findings.filter((finding) => levelOf(finding) === "unfit")).toEqual([]);
  },
);

test.each(CHIPS)("a log that is told late is no other relay's doing (%s)", async (chip) => {
  const { survey } = await jigOf(chip, "log", { toldLateMs: 800 }, {}).survey();
  expect(readMatrix(survey).rows).toMatchObject([
    { control: "F01", logging: ["F01/log"] },
    { control: "F02", answering: ["F02/flash"], logging: ["F02/log"] },
  ]);
});

test.each(CHIPS)("a last answer that is told late once is no slow supply (%s)", async (chip) => {
  const jig = jigOf(chip, "log", {}, {});
  const { survey } = await jig.survey({ repeat: 3 });
  const moves = survey.moves.map((move, at) =>
    at > 0
      ? move
      : {
          ...move,
          off: [
            {
              port: "F01/flash",
              answered: { first: 1, last: 900 },
              logged: undefined,
              echo: false,
              noise: 0,
            },
          ],
        },
  );
  expect(judgeMatrix({ ...survey, moves }, jig.nests)).toEqual([]);
});

test("boards on one relay are told in the jig's order, whichever was heard first", async () => {
  const both = { relay: { feeds: [0, 1], works: "right" }, missedStarts: 1 } as const;
  const { findings } = await jigOf("bk7231n", "no-log", both, {}).survey();
  expect(findings).toContainEqual({ kind: "shared-relay", nest: "F01", boards: ["F01", "F02"] });
});

test.each(["log", "no-log"] as const)(
  "a relay with a second board that was called too late is not called right (%s)",
  async (log) => {
    const shared = { relay: { feeds: [0, 1], works: "right" } } as const;
    const { findings } = await jigOf("bk7231n", log, shared, { missedStarts: 1 }).survey();
    expect(findings.map(levelOf)).toContain("unfit");
  },
);

test("a board that lived on unnoticed is no other relay's board", () => {
  const answers: Hearing = {
    port: "F02",
    answered: { first: 1, last: 2 },
    logged: undefined,
    echo: false,
    noise: 0,
  };
  const move = (control: string, alive: Move["alive"]): Move => ({
    ...{
      control,
      trouble: undefined,
      switchedMs: 0,
      listenedMs: 0,
      senders: [],
      quiet: [],
      off: [],
    },
    ...{ on: [answers], alive },
  });
  const moves = [move("F02", []), move("F01", [{ port: "F02", feed: "line" }])];
  const survey = { troubles: [], idle: [], alive: [], moves, allOn: undefined };
  expect(readMatrix(survey)).toMatchObject({
    rows: [
      { control: "F02", answering: ["F02"] },
      { control: "F01", answering: [] },
    ],
    aliveAfter: ["F02"],
  });
});
