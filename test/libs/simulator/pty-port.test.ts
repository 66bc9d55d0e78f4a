import { execFileSync } from "node:child_process";
import { SerialPort } from "serialport";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { PtyPort } from "../../../libs/simulator/pty-port.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { bootableFlash } from "./bench.ts";

const LINK = Buffer.from("01e0fc0100", "hex");
const LINKED = "040e0501e0fc0100";
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** A host with serialport, as the station has it. */
class Host {
  heard = Buffer.alloc(0);
  readonly #port: SerialPort;

  private constructor(port: SerialPort) {
    this.#port = port;
    port.on("data", (chunk: Buffer) => {
      this.heard = Buffer.concat([this.heard, chunk]);
    });
  }

  static open(path: string, baudRate = 115_200): Promise<Host> {
    return new Promise((resolve, reject) => {
      const port = new SerialPort({ path, baudRate }, (error) =>
        error === null ? resolve(new Host(port)) : reject(error),
      );
    });
  }

  write(bytes: Uint8Array): void {
    this.#port.write(bytes);
  }

  setBaudRate(baudRate: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#port.update({ baudRate }, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Waits until so many bytes were heard, and takes them. */
  async hear(count: number): Promise<Buffer> {
    await vi.waitFor(() => expect(this.heard.length).toBeGreaterThanOrEqual(count), 20_000);
    const heard = this.heard;
    this.heard = Buffer.alloc(0);
    return heard;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#port.close(() => resolve()));
  }
}

let port: PtyPort;
beforeEach(async () => {
  port = await PtyPort.open(systemClock);
});
afterEach(() => port[Symbol.dispose]());

describe("bytes", () => {
  test("all 256 pass both ways unchanged, with the rate the host has set", async () => {
    const host = await Host.open(port.path, 921_600);
    const arrived: { bytes: Buffer; baud: number }[] = [];
    port.onBytes((bytes, baud) => arrived.push({ bytes: Buffer.from(bytes), baud }));
    host.write(EVERY_BYTE);
    await vi.waitFor(() =>
      expect(Buffer.concat(arrived.map(({ bytes }) => bytes))).toEqual(Buffer.from(EVERY_BYTE)),
    );
    expect(new Set(arrived.map(({ baud }) => baud))).toEqual(new Set([921_600]));
    port.write(EVERY_BYTE, 921_600);
    expect(await host.hear(256)).toEqual(Buffer.from(EVERY_BYTE));
    await host.close();
  });

  test("a chip at another rate is garbage to the host", async () => {
    const host = await Host.open(port.path, 115_200);
    port.write(EVERY_BYTE, 921_600);
    expect(await host.hear(256)).not.toEqual(Buffer.from(EVERY_BYTE));
    await host.setBaudRate(921_600);
    port.write(EVERY_BYTE, 928_571);
    expect(await host.hear(256)).toEqual(Buffer.from(EVERY_BYTE));
    await host.close();
  });

  test("a request for a rate was sent before the host went over to it, however late it is read", async () => {
    const host = await Host.open(port.path);
    const arrived: { hex: string; baud: number }[] = [];
    port.onBytes((bytes, baud) => arrived.push({ hex: Buffer.from(bytes).toString("hex"), baud }));
    host.write(Buffer.from("01e0fc0100", "hex"));
    await vi.waitFor(() => expect(arrived).toHaveLength(1));
    host.write(Buffer.from("01e0fc060f00100e0014", "hex"));
    // As on a busy machine: nothing is read until the host has its new rate and went on.
    execFileSync("stty", ["-F", port.path, "921600"]);
    execFileSync("sh", ["-c", `printf '\\001\\340\\374\\001\\000' > ${port.path}`]);
    await vi.waitFor(() => expect(arrived.map(({ hex }) => hex).join("")).toHaveLength(40));
    expect(arrived.slice(1)).toEqual([
      { hex: "01e0fc060f00100e0014", baud: 115_200 },
      { hex: "01e0fc0100", baud: 921_600 },
    ]);
    await host.close();
  });

  test("what nobody reads is lost, and holds nobody up", async () => {
    for (let sent = 0; sent < 100; sent += 1) port.write(new Uint8Array(4096), 115_200);
    const host = await Host.open(port.path);
    port.write(EVERY_BYTE, 115_200);
    expect(await host.hear(256)).toEqual(Buffer.from(EVERY_BYTE));
    await host.close();
  });
});

describe("an adapter in front of it", () => {
  test("holds short answers back until its timer has run", async () => {
    const clock = new HandClock(0);
    using slow = await PtyPort.open(clock, { latencyMs: 16 });
    const host = await Host.open(slow.path);
    slow.write(EVERY_BYTE, 115_200);
    expect(await host.hear(4 * 62)).toHaveLength(4 * 62);
    clock.advance(16);
    expect(await host.hear(8)).toHaveLength(8);
    await host.close();
  });

  test("takes 9600 baud in place of a rate that it does not have", async () => {
    using slow = await PtyPort.open(systemClock, { fastestBaud: 460_800 });
    const host = await Host.open(slow.path, 921_600);
    const rates: number[] = [];
    slow.onBytes((_bytes, baud) => rates.push(baud));
    host.write(LINK);
    await vi.waitFor(() => expect(rates).toEqual([9600]));
    slow.write(EVERY_BYTE, 921_600);
    expect(await host.hear(256)).not.toEqual(Buffer.from(EVERY_BYTE));
    await host.close();
  });
});

test("a board behind it links at 115200, changes its rate, and hears garbage at a wrong one", async () => {
  const board = new VirtualBoard({ chip: "bk7231n", clock: systemClock, flash: bootableFlash() });
  port.onBytes((bytes, baud) => board.receive(bytes, baud));
  board.onTransmit((bytes, baud) => port.write(bytes, baud));
  const host = await Host.open(port.path);
  board.powerOn();
  const linking = setInterval(() => host.write(LINK), 5);
  expect((await host.hear(8)).subarray(0, 8).toString("hex")).toBe(LINKED);
  clearInterval(linking);
  // Goes over 200 ms after it was asked; answers to link checks still under way precede this one.
  host.write(Buffer.from("01e0fc060f00100e00c8", "hex"));
  await systemClock.sleep(25);
  await host.setBaudRate(921_600);
  for (let heard = ""; !heard.includes("040e0901e0fc0f00100e00c8"); ) {
    heard += (await host.hear(1)).toString("hex");
  }
  host.write(LINK);
  expect((await host.hear(8)).toString("hex")).toBe(LINKED);

  await host.setBaudRate(460_800);
  host.write(LINK);
  await systemClock.sleep(50);
  expect(host.heard).toHaveLength(0);
  await host.setBaudRate(921_600);
  // Fill up what garbage may have begun, then speak again.
  host.write(new Uint8Array(300));
  host.write(LINK);
  expect((await host.hear(8)).toString("hex")).toContain(LINKED);
  board.powerOff();
  await host.close();
});

test("a port closed while it looks up the host's rate ends that first", async () => {
  const asked: Promise<unknown>[] = [];
  for (let round = 0; round < 20; round += 1) {
    const port = await PtyPort.open(systemClock);
    port.write(Uint8Array.of(1, 2, 3), 9600);
    await Promise.resolve();
    port[Symbol.dispose]();
    asked.push(PtyPort.open(systemClock).then((next) => next[Symbol.dispose]()));
  }
  await Promise.all(asked);
});
