import { expect, test } from "vitest";
import { startJournalled } from "../../support/journalled-run.ts";
import { BOARD_MAC } from "../../support/memory-bench.ts";
import { scratchJournal } from "../journal/scratch.ts";

test.each(["bk7231n", "bk7231t"] as const)(
  "two %s boards with one MAC at work at once: one passes, the other is refused untouched",
  async (chip) => {
    const journal = scratchJournal();
    const runs = [
      startJournalled(journal, { run: "R1", serial: "SN1" }, chip),
      startJournalled(journal, { run: "R2", serial: "SN2" }, chip),
    ];
    const ends = await Promise.all(runs.map((run) => run.settle()));
    expect(ends.map(({ verdict }) => verdict).sort()).toEqual(["fail", "pass"]);
    const refused = ends.findIndex(({ verdict }) => verdict === "fail");
    expect(ends[refused]?.failure).toEqual({
      code: "mac-at-work",
      mac: BOARD_MAC,
      otherSerial: `SN${2 - refused}`,
    });
    const run = runs[refused];
    expect(
      Buffer.compare(run?.fixture.board.flash ?? Buffer.of(), run?.before ?? Buffer.of(1)),
    ).toBe(0);
    const third = startJournalled(journal, { run: "R3", serial: "SN3" }, chip);
    expect((await third.settle()).failure?.code).toBe("already-passed");
  },
);

test("boards without a MAC of their own are not one board", async () => {
  const journal = scratchJournal();
  const order = { calibration: "any" } as const;
  const ends = await Promise.all(
    ["c8478c000000", "c8478c000000", "000000000000", "000000000000"].map((mac, index) => {
      const of = { run: `R${index}`, serial: `SN${index}` };
      return startJournalled(journal, of, "bk7231n", { mac, order }).settle();
    }),
  );
  expect(ends.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass", "pass"]);
});

test("two runs of one serial are not two boards", async () => {
  const journal = scratchJournal();
  const first = startJournalled(journal, { run: "R1" }, "bk7231n");
  const second = startJournalled(journal, { run: "R2" }, "bk7231n");
  const ends = await Promise.all([first.settle(), second.settle()]);
  expect(ends.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
});

test("a serial that passed before on another board passes, and its record says so", async () => {
  const journal = scratchJournal();
  await startJournalled(journal, { run: "R1", lot: "L1" }, "bk7231n").settle();
  const again = startJournalled(journal, { run: "R2", lot: "L2" }, "bk7231n");
  expect((await again.settle()).notes).toEqual([]);
  const mac = "c8478c010203";
  const other = startJournalled(journal, { run: "R3", lot: "L2" }, "bk7231n", { mac });
  const end = await other.settle();
  expect(end.verdict).toBe("pass");
  expect(end.notes.join()).toMatch(
    /SN1 passed before on another board: MAC .*; this one has c8:47:8c:01:02:03/,
  );
});
