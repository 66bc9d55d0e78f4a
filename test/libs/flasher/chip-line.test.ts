import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../../libs/bk72xx/reply-decoder.ts";
import { fromHex } from "../../../libs/bytes/hex.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { ChipLine } from "../../../libs/flasher/chip-line.ts";
import { MemoryLink } from "../../../libs/simulator/memory-link.ts";

const LINK_REPLY = fromHex("040e0501e0fc0100");
const FRAME = Uint8Array.of(1, 2, 3);
const any = (reply: Reply): boolean => reply.kind === "short";

let clock: VirtualClock;
let sentAt: number[];
let link: MemoryLink;
let run: AbortController;
let line: ChipLine;
beforeEach(() => {
  clock = new VirtualClock();
  sentAt = [];
  const send = (): void => void sentAt.push(clock.now());
  link = new MemoryLink({ path: "memory:F01", clock, send }, 115200);
  run = new AbortController();
  line = new ChipLine(link, clock, run.signal);
});
afterEach(() => line[Symbol.dispose]());

describe("an adapter that hangs", () => {
  test.each([
    ["send", () => line.send(FRAME)],
    ["setBaudRate", () => line.setBaudRate(921600)],
    ["tryBaudRate", () => line.tryBaudRate(921600)],
  ])("ends %s as port-hung by itself, and at once when the run is aborted", async (_, call) => {
    link.hang();
    await expect(call()).rejects.toMatchObject({ failure: { code: "port-hung" } });
    const began = clock.now();
    const waiting = call();
    clock.after(5, () => run.abort("operator"));
    await expect(waiting).rejects.toBe("operator");
    expect(clock.now() - began).toBe(5);
  });

  test("and a relay that hangs do not hold up an abort", async () => {
    clock.after(5, () => run.abort("operator"));
    const relay = new Promise<void>(() => undefined);
    await expect(line.during(relay)).rejects.toBe("operator");
  });
});

test.each([
  ["a reply", () => line.receive(any, 1000)],
  ["silence", () => line.pause(1000)],
  ["a relay", () => line.during(clock.sleep(1000))],
])("pulling the adapter ends waiting for %s at once", async (_, wait) => {
  clock.after(5, () => link.unplug());
  const gone = { failure: { code: "port-gone", port: "memory:F01", reason: "unplugged" } };
  await expect(wait()).rejects.toMatchObject(gone);
  expect(clock.now()).toBe(5);
  expect(line.lost.reason).toMatchObject(gone);
  await expect(line.send(FRAME)).rejects.toMatchObject(gone);
});

test("a port lost while nobody uses it is told", async () => {
  expect(line.lost.aborted).toBe(false);
  link.unplug();
  expect(line.lost.aborted).toBe(true);
});

test("what belongs to no reply is handed on, the replies around it are not", async () => {
  const heard: number[] = [];
  using _listening = line.noise.onBytes((bytes) => heard.push(...bytes));
  const reply = line.receive(any, 1000);
  link.deliver(Uint8Array.from([0x56, ...LINK_REPLY, 0x3a]), 115200);
  expect(await reply).toMatchObject({ op: 1 });
  expect(heard).toEqual([0x56, 0x3a]);
  expect(line.noiseBytes).toBe(2);
});

describe("keeping the chip awake", () => {
  /** Moments at which something was sent, over the next `ms`. */
  const sendingIn = async (ms: number): Promise<readonly number[]> => {
    await clock.sleep(ms);
    return sentAt.splice(0);
  };

  test("never leaves it without a byte for a second, whoever waits for what", async () => {
    line.keepAlive(FRAME);
    await line.receive(any, 5000);
    const moments = [0, ...sentAt, 5000];
    const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1000);
  });

  test("adds nothing while something else is sent", async () => {
    line.keepAlive(FRAME);
    for (let sent = 0; sent < 10; sent += 1) {
      await line.send(FRAME);
      await clock.sleep(500);
    }
    expect(sentAt).toHaveLength(10);
  });

  test("is silent while a write is under way, and a while after it", async () => {
    line.keepAlive(FRAME);
    const write = line.holdKeepAlive();
    expect(await sendingIn(3000)).toEqual([]);
    write[Symbol.dispose]();
    expect(await sendingIn(250)).toEqual([]);
    expect(await sendingIn(500)).toHaveLength(1);
  });

  test("ends when told, and with the line", async () => {
    line.keepAlive(FRAME);
    line.keepAlive(undefined);
    expect(await sendingIn(3000)).toEqual([]);
    line.keepAlive(FRAME);
    line[Symbol.dispose]();
    expect(await sendingIn(3000)).toEqual([]);
  });

  test("of a port that is gone is left alone", async () => {
    line.keepAlive(FRAME);
    link.unplug();
    expect(await sendingIn(3000)).toEqual([]);
  });
});
