import { expect, test } from "vitest";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";
import { takeAnyBaton } from "../../../libs/claims/take-any-baton.ts";

const LONG = { owner: "F01", limitMs: 30_000 };

let count = 0;
const freshNames = (): [string, string] => {
  count += 1;
  return [`slot 0 of ${count} of ${process.pid}`, `slot 1 of ${count} of ${process.pid}`];
};

test("of two batons two hold one each, a third waits for the first that is given back", async () => {
  const names = freshNames();
  const one = await takeAnyBaton(names, LONG);
  await using _two = await takeAnyBaton(names, LONG);
  await expect(takeAnyBaton(names, { ...LONG, limitMs: 50 })).rejects.toThrow(NameTakenError);
  const third = takeAnyBaton(names, LONG);
  await one[Symbol.asyncDispose]();
  await using _three = await third;
});

test("who takes one of two free batons leaves the other one free", async () => {
  const [first, second] = freshNames();
  const baton = await takeAnyBaton([first, second], LONG);
  await using _other = await takeAnyBaton([first, second], LONG);
  await baton[Symbol.asyncDispose]();
  await using _again = await takeAnyBaton([first, second], LONG);
  for (const name of [first, second]) {
    await expect(claimName(name, "F02")).rejects.toThrow(NameTakenError);
  }
});

test("who no longer wants any takes none", async () => {
  const names = freshNames();
  const gone = new AbortController();
  const one = await takeAnyBaton(names, LONG);
  await using _two = await takeAnyBaton(names, LONG);
  const third = takeAnyBaton(names, { ...LONG, signal: gone.signal });
  gone.abort(new Error("no longer wanted"));
  await expect(third).rejects.toThrow("no longer wanted");
  await one[Symbol.asyncDispose]();
  await using _three = await takeAnyBaton(names, LONG);
});
