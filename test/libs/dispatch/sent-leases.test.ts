import { expect, test } from "vitest";
import { SentLeases } from "../../../libs/dispatch/sent-leases.ts";
import { makeAnswer, makeJob } from "./samples.ts";

test("a run sent to the worker that took its fixture over goes under that one's number, and takes its answer", () => {
  const sent = new SentLeases();
  const job = makeJob();
  const answer = makeAnswer(job);
  expect(sent.note(job.run, "W1", 7)).toBe(7);
  expect(sent.note(job.run, "W1", 9), "the same worker again").toBe(7);
  expect(sent.admits(answer, 9)).toBe(false);
  expect(sent.note(job.run, "W2", 9)).toBe(9);
  expect(sent.admits(answer, 7)).toBe(false);
  expect(sent.admits(answer, 9)).toBe(true);
});
