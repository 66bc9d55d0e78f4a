import { expect, test } from "vitest";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { MUST_FAIL_CODES } from "../../../libs/recipe/shift-check.ts";
import { factoryContents } from "../../../libs/simulator/board-contents.ts";
import { parseControlRequest } from "../../../libs/simulator/control-request.ts";
import { boardThat, SIMULATED_FAILURES } from "../../../libs/simulator/particular-board.ts";
import { planOf, startRun } from "../../support/memory-bench.ts";

const BOOT = { expect: ["1.18.0"], never: [], withinMs: 2000 };

/** Which chip it is matters to a board that is to have another one. */
const ROWS = [
  ...CHIP_NAMES.map((chip) => [chip, "wrong-chip"] as const),
  ...(["bk7231n", "bk7231t"] as const).flatMap((chip) =>
    SIMULATED_FAILURES.map((code) => [chip, code] as const),
  ),
];

test.each(ROWS)("in a nest for a %s the must-fail board fails with %s", async (chip, code) => {
  const { chip: board = chip, faults, seed } = boardThat("BAD-1", { code, chip });
  const flash = factoryContents(board, seed);
  const run = startRun(chip, {
    board,
    faults,
    flash,
    order: { boot: BOOT, plan: planOf(chip, 1, 20_000) },
  });
  expect(await run.end).toMatchObject({ verdict: "fail", failure: { code } });
});

test("what can be simulated can be asked for", () => {
  const codes: readonly string[] = MUST_FAIL_CODES;
  expect(SIMULATED_FAILURES.filter((code) => !codes.includes(code))).toEqual([]);
});

test("the board of a serial is one and the same; two serials are two boards", () => {
  expect(boardThat("GOLD-1", "pass")).toEqual(boardThat("GOLD-1", "pass"));
  expect(boardThat("GOLD-2", "pass").seed).not.toBe(boardThat("GOLD-1", "pass").seed);
});

test.each([
  { load: "F01", board: { seed: 7, faults: ["silnet"] } },
  { load: "F01", board: { seed: -1, faults: [] } },
  { load: "F01", board: { seed: 7, faults: [], chip: "esp32" } },
])("%j is no request", (request) => {
  expect(parseControlRequest(JSON.stringify(request))).toBeUndefined();
});
