import { expect, test } from "vitest";
import { lastProof } from "../../../apps/cli/last-proof.ts";
import type { IdentityStep } from "../../../libs/journal/identity-entry.ts";
import { scratchJournal } from "../../libs/journal/scratch.ts";

const at = "2026-03-01T10:00:00.000Z";

const begin = () => {
  const journal = scratchJournal();
  const values = [{ field: "mac", value: "c8478c100001", kind: "mac" }];
  const entries = [{ entry: "E1", origin: "a.csv:2", bound: null, values }];
  journal.importIdentities({ pool: "p", fields: ["mac"], entries, at });
  journal.reserveIdentity({ pool: "p", serial: "SN1", newEntry: "N1", at });
  const step = (run: string, state: IdentityStep["state"]) =>
    journal.noteIdentity({
      ...{ entry: "E1", serial: "SN1", run, state, at },
      ...{ boardMac: "c8478c000001", givenMac: "c8478c100001" },
    });
  const settle = (state: "released" | "written") =>
    journal.settleIdentity({ entry: "E1", serial: "SN1", state, board: null, note: "by eva", at });
  const proof = () => {
    const [entry] = journal.identityEntries({ serial: "SN1" });
    return entry && lastProof(journal, entry, "SN1");
  };
  return { step, settle, proof };
};

test("a proof stands through runs that were cut off and words, until its values are on no board", () => {
  const { step, settle, proof } = begin();
  step("R1", "intended");
  step("R1", "written");
  expect(proof()).toBeUndefined();
  step("R1", "verified");
  const first =
    "the board with MAC c8:47:8c:00:00:01 before, MAC c8:47:8c:10:00:01 now (run R1, 2026-03-01T10:00:00.000Z)";
  expect(proof()).toBe(first);
  step("R2", "intended");
  expect(proof()).toBe(first);
  settle("written");
  expect(proof()).toBe(first);
  settle("released");
  expect(proof()).toBeUndefined();
  step("R3", "intended");
  step("R3", "verified");
  expect(proof()).toContain("(run R3, ");
});
