import { expect, test } from "vitest";
import { awaitFreed } from "../../../libs/claims/await-freed.ts";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";

const name = (what: string): string => `${what} of test process ${process.pid}`;

test("what its owner gives back is taken then", async () => {
  const owned = await claimName(name("port"), "F01");
  const taking = awaitFreed(() => claimName(name("port"), "F02"), 30_000);
  await owned[Symbol.asyncDispose]();
  await using _ = await taking;
});

test("what its owner keeps is refused after the limit", async () => {
  await using _ = await claimName(name("relay"), "F01");
  await expect(awaitFreed(() => claimName(name("relay"), "F02"), 100)).rejects.toThrow(
    NameTakenError,
  );
});

test("whoever is told to stop waits no longer", async () => {
  await using _ = await claimName(name("lamp"), "F01");
  const stop = new AbortController();
  const taking = awaitFreed(() => claimName(name("lamp"), "F02"), 30_000, stop.signal);
  stop.abort(new Error("told to stop"));
  await expect(taking).rejects.toThrow("told to stop");
});

test("any other trouble is not waited for", async () => {
  let tries = 0;
  const take = async (): Promise<never> => {
    tries += 1;
    throw new Error("broken");
  };
  await expect(awaitFreed(take, 30_000)).rejects.toThrow("broken");
  expect(tries).toBe(1);
});
