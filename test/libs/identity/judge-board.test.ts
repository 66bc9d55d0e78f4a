import { expect, test } from "vitest";
import { type BoardJudgement, judgeBoard } from "../../../libs/identity/judge-board.ts";

const MET = "02aaaaaaaa00";
const OWN = "024fa698ca00";

test.each<[string, string | null, readonly boolean[], BoardJudgement]>([
  ["all of it", OWN, [true, true], "bears-all"],
  ["none, on the board that was met", MET, [false, false], "bears-none"],
  ["none, on another board", "02bbbbbbbb00", [false, false], "other-board"],
  ["a key, not the MAC yet", MET, [false, true], "bears-part"],
  ["the MAC, not the key yet", OWN, [true, false], "bears-part"],
  ["an erased calibration", null, [false, true], "no-mac"],
  ["an erased calibration and no key", null, [false, false], "no-mac"],
])("%s", (_, mac, found, judgement) => {
  const fields = found.map((isThere, index) => ({ field: `f${index}`, isThere }));
  expect(judgeBoard({ tiedTo: MET, values: { mac: OWN } }, mac, fields)).toBe(judgement);
});

test("of a board nobody knows, nothing found settles nothing", () => {
  const fields = [{ field: "mac", isThere: false }];
  expect(judgeBoard({ tiedTo: null, values: { mac: OWN } }, MET, fields)).toBe("other-board");
});

test("of boards that share a MAC, which one it is cannot be told", () => {
  const fields = [{ field: "mac", isThere: false }];
  const entry = { tiedTo: "000000000000", values: { mac: OWN } };
  expect(judgeBoard(entry, "000000000000", fields)).toBe("other-board");
});

test("a serial alone is told by its board's MAC, which stays", () => {
  const entry = { tiedTo: MET, values: {} };
  expect(judgeBoard(entry, MET, [{ field: "serial", isThere: false }])).toBe("bears-none");
});
