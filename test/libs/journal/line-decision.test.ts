import { expect, test } from "vitest";
import type { LineDecision } from "../../../libs/journal/line-decision.ts";
import { scratchJournal } from "./scratch.ts";

const lock = (change: Partial<LineDecision>): LineDecision => ({
  ...{ kind: "lock", cause: "policy", jig: "line-a", fixture: "F01", lot: "L1", by: null },
  ...{ why: "3 in a row: no-link", detail: null, runs: ["R1"], station: "s" },
  at: "2026-03-01T10:00:00.000Z",
  ...change,
});

test("a lock holds over sittings until it is lifted; that of a check board ends with its sitting", () => {
  const journal = scratchJournal();
  journal.noteDecision(lock({}));
  journal.noteDecision(lock({ fixture: "F02", cause: "hand", by: "Eva", runs: [] }));
  journal.noteDecision(lock({ fixture: "F03", cause: "check" }));
  journal.noteDecision(lock({ jig: "line-b" }));
  const places = () => journal.standingLocks().map(({ jig, fixture }) => `${jig} ${fixture}`);
  expect(places()).toEqual(["line-a F01", "line-a F02", "line-b F01"]);
  expect(journal.standingLocks()[0]).toEqual(lock({}));
  journal.noteDecision(lock({ kind: "unlock", cause: "hand", by: "Eva", why: null, runs: [] }));
  expect(places()).toEqual(["line-a F02", "line-b F01"]);
  journal.noteDecision(lock({ at: "2026-03-02T10:00:00.000Z", lot: "L2" }));
  expect(places()).toEqual(["line-a F01", "line-a F02", "line-b F01"]);
  expect(journal.decisions()).toHaveLength(6);
  expect(journal.decisions({ lot: "L2" })).toHaveLength(1);
  expect(journal.decisions({ until: "2026-03-02T00:00:00.000Z", fixture: "F01" })).toHaveLength(3);
});
