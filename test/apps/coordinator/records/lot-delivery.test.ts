import { expect, test, vi } from "vitest";
import { LotDelivery } from "../../../../apps/coordinator/records/lot-delivery.ts";
import { awaitDelivery } from "../../../../libs/delivery/claim-delivery.ts";
import type { HandOver } from "../../../../libs/delivery/receiver.ts";
import type { RunRecord } from "../../../../libs/run/run-record.ts";
import { samplePass } from "../../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../../libs/journal/scratch.ts";
import { until } from "../../../support/until.ts";

const GOES_ON = new AbortController().signal;

/** A data folder with records that wait, and a receiver that answers so. */
const begin = (runs: readonly string[], answer: (signal: AbortSignal) => Promise<HandOver>) => {
  const dataDir = scratchFolder();
  const journal = scratchJournal(dataDir);
  for (const run of runs) journal.endRun(samplePass({ run }));
  const taken: string[] = [];
  const asked: string[] = [];
  const hand = async ({ run }: RunRecord, signal: AbortSignal): Promise<HandOver> => {
    asked.push(run);
    const how = await answer(signal);
    if (how.kind === "delivered") taken.push(run);
    return how;
  };
  const open = () => new LotDelivery({ receiver: { name: "mes", hand }, dataDir, lot: "L1" });
  return { dataDir, journal, asked, taken, open };
};

const TAKEN: HandOver = { kind: "delivered" };

test("the records of a lot's last boards still go out, and then nothing is left to say", async () => {
  const line = begin(["R1", "R2"], async () => TAKEN);
  const delivery = line.open();
  await until("the first are out", () => line.taken.length === 2);
  line.journal.endRun(samplePass({ run: "R3" }));
  await delivery.settle(30_000);
  expect(await delivery.end()).toBeUndefined();
  expect(line.taken).toEqual(["R1", "R2", "R3"]);
});

test("a receiver that hangs, or refuses, holds up no end; what is left is said with the reason", async () => {
  const refused: HandOver = { kind: "failed", problem: "answered 401", mend: "person" };
  const refusing = begin(["R1"], async () => refused);
  await using delivery = refusing.open();
  await until("it was tried", () => refusing.journal.delivery.standing()?.failing !== null);
  const notices: string[] = [];
  {
    using _ = delivery.onNotice(({ text }) => notices.push(text));
    await delivery.settle();
    expect(notices).toEqual([expect.stringContaining("Records are not taken: mes answered 401.")]);
  }
  expect(await delivery.end()).toBe(
    `1 record is not delivered yet (mes answered 401): the next run delivers, or npx flashline deliver --data ${refusing.dataDir}`,
  );
  const hanging = begin(["R1"], aborted);
  const other = hanging.open();
  await until("it was asked", () => hanging.asked.length > 0);
  await other.settle();
  expect(await other.end()).toMatch(/^1 record is not delivered yet: /);
});

const aborted = (signal: AbortSignal): Promise<HandOver> =>
  new Promise((resolve) => {
    const failed = { kind: "failed", problem: "was cut off", mend: "time" } as const;
    signal.addEventListener("abort", () => resolve(failed), { once: true });
  });

test("a clock that is put right is no receiver that was away for long", async () => {
  const line = begin(["R1"], async () => ({ kind: "failed", problem: "is away", mend: "time" }));
  await using delivery = line.open();
  const notices: string[] = [];
  using _ = delivery.onNotice(({ text }) => notices.push(text));
  await until("it was tried", () => line.asked.length > 0);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 3_600_000 });
  try {
    await until("it was tried again", () => line.asked.length > 1);
    expect(notices).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test("while another process delivers this one does not, and takes over when that is gone", async () => {
  const line = begin(["R1"], async () => TAKEN);
  const other = await awaitDelivery(line.dataDir, "service", GOES_ON);
  const idle = line.open();
  await idle.settle();
  expect(await idle.end()).toBeUndefined();
  const next = line.open();
  expect(line.taken).toEqual([]);
  await other[Symbol.asyncDispose]();
  await until("it took over", () => line.taken.length === 1);
  expect(await next.end()).toBeUndefined();
});

test("how another process fares that delivers is told all the same", async () => {
  const line = begin(["R1"], async () => TAKEN);
  await using _ = await awaitDelivery(line.dataDir, "service", GOES_ON);
  const failure = { place: 1, receiver: "mes", problem: "mes answered 500" };
  line.journal.delivery.noteFailure({ ...failure, at: "2026-03-01T11:00:00.000Z" });
  await using delivery = line.open();
  const notices: string[] = [];
  using __ = delivery.onNotice(({ text }) => notices.push(text));
  await until("it is told", () => notices.length > 0);
  expect(notices).toEqual([
    expect.stringMatching(/^No record was delivered for \d+ h: mes answered 500\. 1 record waits/),
  ]);
});
