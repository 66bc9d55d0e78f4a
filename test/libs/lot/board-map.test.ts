import fc from "fast-check";
import { expect, test } from "vitest";
import { BoardMap } from "../../../libs/lot/board-map.ts";
import { NEW_BOARD } from "../../../libs/lot/change-plan.ts";

const serial = fc.oneof(fc.nat(300).map(String), fc.string(), fc.constant("__proto__"));
const change = fc.tuple(serial, fc.nat(9));

test("it is what a map copied at each change would be, and what came before a change stays as it was", () => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (before, after) => {
      const entry = ([name, attempts]: [string, number]) =>
        [name, { ...NEW_BOARD, attempts }] as const;
      const boards = BoardMap.of(before.map(entry));
      const expected = new Map(before.map(entry));
      const changed = after.reduce((map, one) => map.with(...entry(one)), boards);
      expect(new Map(boards)).toEqual(expected);
      for (const one of after) expected.set(...entry(one));
      expect(new Map(changed)).toEqual(expected);
      for (const [name, board] of expected) expect(changed.get(name)).toEqual(board);
      expect(changed.has("no serial")).toBe(expected.has("no serial"));
    }),
  );
});
