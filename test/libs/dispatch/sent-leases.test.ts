import { expect, test } from "vitest";
import { SentLeases } from "../../../libs/dispatch/sent-leases.ts";
import { makeAnswer, makeJob } from "./samples.ts";

test("a run sent to the worker that took its fixture over goes under that one's number, and takes its answer once", () => {
  const sent = new SentLeases();
  const job = makeJob();
  const answer = makeAnswer(job);
  expect(sent.note(job.run, "W1", 7)).toBe(7);
  expect(sent.note(job.run, "W1", 9), "the same worker again").toBe(7);
  expect(sent.judge(answer, 9, "D1")).toBe("foreign");
  expect(sent.note(job.run, "W2", 9)).toBe(9);
  expect(sent.judge(answer, 7, "D2")).toBe("foreign");
  expect(sent.judge(answer, 9, "D3")).toBe("new");
  expect(sent.judge(answer, 9, "D4"), "delivered twice").toBe("again");
});

test("a refusal counts once per delivery: its run may be sent, and refused, again", () => {
  const sent = new SentLeases();
  const { run } = makeJob();
  const refusal = { kind: "refused", run, reason: "busy" } as const;
  sent.note(run, "W1", 7);
  const standings = ["D1", "D1", "D2"].map((delivery) => sent.judge(refusal, 7, delivery));
  expect(standings).toEqual(["new", "again", "new"]);
});

test("of the runs of an endless line little is kept", () => {
  const sent = new SentLeases();
  for (let number = 0; number < 3000; number += 1) {
    const job = makeJob({ run: `RUN${number}` });
    sent.note(job.run, "W1", 7);
    expect(sent.judge(makeAnswer(job), 7, `D${number}`)).toBe("new");
  }
  expect(sent.size).toBeLessThan(2000);
});
