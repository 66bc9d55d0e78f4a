import { expect, test } from "vitest";
import { sendPatiently } from "../../../../apps/coordinator/runs/send-patiently.ts";
import { makeJob } from "../../../libs/dispatch/samples.ts";

/** Sends a job that is wanted for the given number of tries and not taken in the first of them. */
const send = async ({
  wantedFor,
  fails,
}: {
  readonly wantedFor: number;
  readonly fails: number;
}) => {
  const sent: string[] = [];
  let tries = 0;
  const dispatch = {
    state: () => "up" as const,
    send: async (worker: string) => {
      tries += 1;
      if (tries <= fails) throw new Error("no answer in time");
      sent.push(worker);
    },
  };
  const isWanted = () => tries < wantedFor;
  const sending = await sendPatiently("W1", makeJob(), {
    dispatch,
    isWanted,
    isStopped: () => false,
  });
  return { sending, sent };
};

test.each([
  ["taken", { wantedFor: 1, fails: 0 }, { sending: { kind: "sent" }, sent: ["W1"] }],
  ["taken at the second try", { wantedFor: 2, fails: 1 }, { sending: { kind: "sent" } }],
  ["unwanted before it was tried", { wantedFor: 0, fails: 0 }, { sending: { kind: "unsent" } }],
  [
    "unwanted since a try that may have worked",
    { wantedFor: 1, fails: 1 },
    { sending: { kind: "unwanted" }, sent: [] },
  ],
] as const)("a job %s says so", async (_, how, outcome) => {
  expect(await send(how)).toMatchObject(outcome);
});
