import { existsSync } from "node:fs";
import { join } from "node:path";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { announcePools } from "../../../../apps/coordinator/identities/announce-pools.ts";
import {
  type DeskAnswer,
  IdentityDesk,
} from "../../../../apps/coordinator/identities/identity-desk.ts";
import { rehearseStock, stockPools } from "../../../../apps/coordinator/identities/stock-pools.ts";
import type { LotRequest } from "../../../../apps/coordinator/prepare/lot-request.ts";
import type { PreparedLot } from "../../../../apps/coordinator/prepare/prepare-lot.ts";
import type { WorkerHello } from "../../../../libs/dispatch/messages.ts";
import { rangeValues } from "../../../../libs/identity/range-values.ts";
import { openJournal } from "../../../../libs/journal/open-journal.ts";
import type { RecipeIdentity } from "../../../../libs/recipe/recipe-identity.ts";
import { makeJob, makeRecord } from "../../../libs/dispatch/samples.ts";
import { scratchFolder, scratchJournal } from "../../../libs/journal/scratch.ts";
import { planOf } from "../../../support/memory-bench.ts";
import { refusal } from "../../../support/refusal.ts";
import { sampleRequest } from "../sample-request.ts";

const MAC = { field: "mac", place: { kind: "calibration" }, secret: false } as const;
const SERIAL = {
  field: "serial",
  place: { kind: "flash", start: 0x1e4000, length: 8, as: "text" },
  secret: false,
} as const;

const ARRIVING = rangeValues({ mac: "c8478c100000", count: 3 }, "/r/plug.yaml");

/** A lot on F01 whose recipe gives MAC and serial, from three MACs unless told otherwise. */
const lotOf = (recipe: Partial<RecipeIdentity> = {}, list: typeof ARRIVING | null = ARRIVING) => {
  const identity = {
    recipe: { pool: "p", fields: [MAC, SERIAL], ...recipe },
    list: list ?? undefined,
  };
  const sent = { ...makeJob().recipe, approval: null };
  const plan = planOf("bk7231n", 1, 20_000);
  const prepared = { path: "/r/plug.yaml", images: [], plan, pieces: [], sent, identity };
  const jig: PreparedLot["jig"] = { jig: "jig", trigger: "auto", fixtures: [] };
  return { jig, recipes: new Map([["F01", prepared]]) } as unknown as PreparedLot;
};

const request = (serials: LotRequest["serials"]): LotRequest => sampleRequest({ serials });

const HERE = "here (/data)";
const MET = "02aaaaaaaaaa";
const THERE = "line-b (/data)";

const OWNED: WorkerHello = {
  worker: "W1",
  station: "here",
  jig: "jig",
  pid: 1,
  program: "test",
  life: "owned",
  journal: HERE,
  fixtures: ["F01"],
};
const FAR: WorkerHello = { ...OWNED, station: "line-b", life: "standalone", journal: THERE };

const give = (desk: IdentityDesk, serial: string, worker = OWNED, run: string = ulid()) =>
  desk.give({ run, serial, fixture: "F01", worker });

const given = (answer: DeskAnswer) => {
  if (answer.kind !== "given") throw new Error(JSON.stringify(answer));
  return answer.identity;
};

test("a serial gets its own values back, over lots and coordinators, as the bytes of the recipe's fields", () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  stockPools(journal, lotOf(), request(["SN1", "SN2"]));
  const first = given(give(new IdentityDesk(journal, HERE, lotOf()), "SN1"));
  expect(first).toMatchObject({
    pool: "p",
    tiedTo: null,
    fields: [
      { field: "mac", place: { kind: "calibration" }, value: "c8478c100000", secret: false },
      { field: "serial", place: { kind: "flash", start: 0x1e4000 }, value: "534e310000000000" },
    ],
  });
  using other = openJournal(folder, { mode: "write" });
  stockPools(other, lotOf(), request(["SN2", "SN1"]));
  const desk = new IdentityDesk(other, HERE, lotOf());
  expect(given(give(desk, "SN2")).fields[0]?.value).toBe("c8478c100001");
  expect(given(give(desk, "SN1"))).toEqual(first);
  expect(journal.sentFields(first.entry)).toEqual(first.fields);
  expect(other.identityPools()[0]?.free).toBe(1);
});

test("too few for the serials is refused, naming how many are missing; who has one needs none", () => {
  const journal = scratchJournal();
  const serials = ["SN1", "SN2", "SN3", "SN4", "SN5"];
  expect(refusal(() => stockPools(journal, lotOf(), request(serials)))).toMatch(
    /identity\.pool: p has 3 free for 5 serials that need one: 2 are missing \(SN4, SN5\)\. Bring more/,
  );
  for (const serial of serials.slice(0, 3)) give(new IdentityDesk(journal, HERE, lotOf()), serial);
  stockPools(journal, lotOf(), request(serials.slice(0, 3)));
  expect(refusal(() => stockPools(journal, lotOf(), request(["SN1", "SN9"])))).toMatch(
    /0 free for 1 serial that needs one: 1 is missing \(SN9\)/,
  );
  stockPools(journal, lotOf(), request("scan"));
});

test("a pool that nobody filled, or without a field of the recipe, or with values that do not fit", () => {
  const journal = scratchJournal();
  const stock = (prepared: PreparedLot) => () => stockPools(journal, prepared, request("scan"));
  expect(refusal(stock(lotOf({}, null)))).toMatch(/identity\.pool: p has no values yet\. Bring/);
  stock(lotOf())();
  const key = { ...SERIAL, field: "key" };
  expect(refusal(stock(lotOf({ fields: [MAC, key] }, null)))).toMatch(/p has mac, and no key/);
  const short = {
    ...MAC,
    place: { kind: "flash", start: 0x1e4000, length: 5, as: "hex" },
  } as const;
  expect(refusal(stock(lotOf({ fields: [short] }, null)))).toMatch(
    /cannot be used\. The mac of plug\.yaml:1 has 6 bytes, and its place has 5/,
  );
});

test("a dry run refuses what a lot would, and leaves no trace in the ledger", () => {
  const folder = scratchFolder();
  const asked = (serials: LotRequest["serials"], dataDir = folder) => ({
    ...request(serials),
    dataDir,
  });
  const serials = ["SN1", "SN2", "SN3", "SN4"];
  const nowhere = join(folder, "none");
  const ranged = lotOf({ range: { mac: "c8478c100000", count: 3 } });
  expect(refusal(() => rehearseStock(ranged, asked(serials, nowhere)))).toMatch(
    new RegExp(`1 is missing \\(SN4\\)\\. Bring more: .* import p --range .* --data ${nowhere}`),
  );
  rehearseStock(lotOf(), asked(serials.slice(1), nowhere));
  expect(existsSync(nowhere)).toBe(false);
  const journal = scratchJournal(folder);
  rehearseStock(lotOf(), asked(serials.slice(1)));
  expect(journal.identityEntries()).toEqual([]);
  expect(refusal(() => rehearseStock(lotOf({}, null), asked("scan")))).toMatch(/no values yet/);

  stockPools(journal, lotOf(), asked("scan"));
  give(new IdentityDesk(journal, HERE, lotOf()), "SN1");
  expect(refusal(() => rehearseStock(lotOf(), asked(["SN1", "SN2", "SN3", "SN4"])))).toMatch(
    /p has 2 free for 3 serials that need one: 1 is missing \(SN4\)/,
  );
  rehearseStock(lotOf(), asked(["SN1", "SN2", "SN3"]));
  expect(refusal(() => rehearseStock(lotOf({ pool: "q" }), asked("scan")))).toMatch(
    /c8:47:8c:10:00:00 is in pool p already for SN1/,
  );
  expect(journal.identityPools()).toEqual([{ pool: "p", fields: ["mac"], free: 2 }]);
});

test("a scanned serial for which nothing is left is told so, one that has its own is not", () => {
  const journal = scratchJournal();
  stockPools(journal, lotOf(), request("scan"));
  const desk = new IdentityDesk(journal, HERE, lotOf());
  for (const serial of ["SN1", "SN2", "SN3"]) {
    expect(desk.lackFor(serial)).toBeUndefined();
    give(desk, serial);
  }
  expect(desk.lackFor("SN2")).toBeUndefined();
  expect(desk.lackFor("SN4")).toMatch(/^Pool p has no values left\. Bring more: npx flashline/);
  expect(give(desk, "SN4")).toMatchObject({ kind: "lacking" });
  expect(desk.lackFor("no serial!")).toBeUndefined();
});

test("a run elsewhere that was never heard of keeps its board from being run on another host", () => {
  const journal = scratchJournal();
  stockPools(journal, lotOf(), request("scan"));
  const desk = new IdentityDesk(journal, HERE, lotOf());
  give(desk, "SN1", FAR, "R1");
  expect(announcePools(journal, lotOf(), "../d x").map((it) => "text" in it && it.text)).toEqual([
    "Identities: pool p (mac), 2 free at the start",
    "Identities of SN1 are uncertain: a run was cut off. The next run of each reads its board; or: npx flashline identities list --state intended --data '../d x'",
  ]);
  expect(give(desk, "SN1")).toMatchObject({
    kind: "lacking",
    why: expect.stringMatching(/journal is that of line-b \(\/data\)\. Run it there, or settle it/),
  });
  expect(given(give(desk, "SN1", FAR, "R2")).fields[0]?.value).toBe("c8478c100000");
  journal.endRun({ ...makeRecord(makeJob({ run: "R2", serial: "SN1" })) });
  expect(given(give(desk, "SN1")).fields[0]?.value).toBe("c8478c100000");
});

test("a job that was refused leaves its values with its serial, not uncertain", () => {
  const journal = scratchJournal();
  stockPools(journal, lotOf(), request("scan"));
  const desk = new IdentityDesk(journal, HERE, lotOf());
  const identity = given(give(desk, "SN1", FAR, "R1"));
  desk.recall({ run: "R1", serial: "SN1", identity });
  expect(journal.identityEntries({ serial: "SN1" })[0]).toMatchObject({
    ...{ state: "reserved", unproven: null },
  });
});

test("a write that was heard of but not proven is gone on with where its board's sectors were saved", () => {
  const journal = scratchJournal();
  stockPools(journal, lotOf(), request("scan"));
  const desk = new IdentityDesk(journal, HERE, lotOf());
  const { entry } = given(give(desk, "SN1", FAR, "R1"));
  const identity = { pool: "p", entry, fields: [], state: "intended", board: MET } as const;
  journal.endRun({ ...makeRecord(makeJob({ run: "R1", serial: "SN1" })), identity });
  expect(give(desk, "SN1")).toMatchObject({ kind: "lacking" });
  const otherFolder = { ...FAR, journal: "line-b (/other)" };
  expect(give(desk, "SN1", otherFolder)).toMatchObject({ kind: "lacking" });
  expect(given(give(desk, "SN1", FAR, "R2")).tiedTo).toBe(MET);
  const proven = { ...identity, state: "verified" } as const;
  journal.endRun({ ...makeRecord(makeJob({ run: "R2", serial: "SN1" })), identity: proven });
  expect(given(give(desk, "SN1", OWNED, "R3")).tiedTo).toBe(MET);
});

test("a run of this journal that is under way keeps its serial from other journals, not from its own", () => {
  const journal = scratchJournal();
  stockPools(journal, lotOf(), request("scan"));
  const desk = new IdentityDesk(journal, HERE, lotOf());
  give(desk, "SN1", OWNED, "R1");
  expect(give(desk, "SN1", FAR)).toMatchObject({
    kind: "lacking",
    why: expect.stringMatching(/journal is that of here \(\/data\)/),
  });
  // A worker beside the line that writes the same journal.
  expect(give(desk, "SN1", { ...FAR, journal: HERE })).toMatchObject({ kind: "given" });
});

test("a lot warns once of a pool's columns that none of its recipes writes", () => {
  const journal = scratchJournal();
  const rows = ARRIVING.rows.map((row) => ({
    ...row,
    values: new Map([...row.values, ["uuid", `0000-000${row.line}`]]),
  }));
  stockPools(journal, lotOf({}, { ...ARRIVING, fields: ["mac", "uuid"], rows }), request("scan"));
  expect(announcePools(journal, lotOf({}, null), "d").slice(1)).toEqual([
    {
      ...{ kind: "notice", level: "warning" },
      text: "Identities: pool p also has uuid, which no field of the recipe writes to any board",
    },
  ]);
});
