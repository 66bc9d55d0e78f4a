import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";
import { takeBaton } from "../../../libs/claims/take-baton.ts";

const LONG = { owner: "F01", limitMs: 30_000 };
const PROGRAM = join(import.meta.dirname, "baton-program.ts");

let count = 0;
const freshName = (): string => {
  count += 1;
  return `baton ${count} of test process ${process.pid}`;
};

/** Another process that takes the baton; it has it when this resolves. */
const startHolder = async (name: string, manner: "hold" | "greedy") => {
  const child = spawn(process.execPath, [PROGRAM, name, manner], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    pid: child.pid,
    kill: () => child.kill("SIGKILL"),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
};

test("a baton is held by one at a time, in the order of coming", async () => {
  const name = freshName();
  const order: string[] = [];
  let holders = 0;
  const hold = async (who: string): Promise<void> => {
    await using _ = await takeBaton(name, LONG);
    holders += 1;
    expect(holders).toBe(1);
    order.push(who);
    await new Promise(setImmediate);
    holders -= 1;
  };
  await Promise.all(["a", "b", "c", "d", "e"].map(hold));
  expect(order).toEqual(["a", "b", "c", "d", "e"]);
});

test("who gives up waiting leaves the line to those behind", async () => {
  const name = freshName();
  const gone = new AbortController();
  const first = await takeBaton(name, LONG);
  const second = takeBaton(name, { ...LONG, signal: gone.signal });
  const third = takeBaton(name, LONG);
  gone.abort(new Error("no longer wanted"));
  await expect(second).rejects.toThrow("no longer wanted");
  await first[Symbol.asyncDispose]();
  await using _ = await third;
});

test("a wait has its limit, and then names who holds the baton", async () => {
  const name = freshName();
  const here = await takeBaton(name, LONG);
  await expect(takeBaton(name, { ...LONG, limitMs: 20 })).rejects.toThrow(NameTakenError);
  await here[Symbol.asyncDispose]();
  await using other = await startHolder(name, "hold");
  await expect(takeBaton(name, { ...LONG, limitMs: 200 })).rejects.toThrow(
    `belongs to F07 of process ${other.pid}`,
  );
  const gone = new AbortController();
  const waiting = takeBaton(name, { ...LONG, signal: gone.signal });
  gone.abort(new Error("no longer wanted"));
  await expect(waiting).rejects.toThrow("no longer wanted");
});

test("a holder that dies has given its baton back, and that is told", async () => {
  const name = freshName();
  await using other = await startHolder(name, "hold");
  const waiting = takeBaton(name, LONG);
  // Visitors are let in in the order of coming: who was answered twice came after the one who waits.
  for (const who of ["F02", "F03"]) {
    await expect(claimName(name, who)).rejects.toThrow(NameTakenError);
  }
  other.kill();
  await using baton = await waiting;
  expect(baton.before).toBe("vanished");
});

test("nobody starves beside processes that take a baton again and again", async () => {
  const name = freshName();
  await using _one = await startHolder(name, "greedy");
  await using _two = await startHolder(name, "greedy");
  for (let turn = 0; turn < 5; turn += 1) {
    await using _ = await takeBaton(name, LONG);
  }
});

test("a name that is claimed is waited for like a baton", async () => {
  const name = freshName();
  const claim = await claimName(name, "F02");
  const waiting = takeBaton(name, LONG);
  await claim[Symbol.asyncDispose]();
  await using baton = await waiting;
  expect(baton.before).toBe("given-back");
  await expect(claimName(name, "F03")).rejects.toThrow(`belongs to F01 of process ${process.pid}`);
});
