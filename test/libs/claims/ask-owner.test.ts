import { createServer } from "node:net";
import { expect, test } from "vitest";
import { ANONYMOUS, askOwner } from "../../../libs/claims/ask-owner.ts";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { socketOf } from "../../../libs/claims/name-lock.ts";

const name = (what: string): string => `${what} of ask-owner.test ${process.pid}`;

test("the owner of a name says who it is and keeps it; nobody owns it before and after", async () => {
  expect(await askOwner(name("port"))).toBeUndefined();
  {
    await using _claim = await claimName(name("port"), "F01");
    expect(await askOwner(name("port"))).toBe(`F01 of process ${process.pid}`);
    await expect(claimName(name("port"), "F02")).rejects.toThrow("F01 of process");
  }
  expect(await askOwner(name("port"))).toBeUndefined();
});

test("an owner that says nothing is somebody, too", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((listening) => silent.listen(socketOf(name("silent")), listening));
  expect(await askOwner(name("silent"))).toBe(ANONYMOUS);
  silent.close();
});
