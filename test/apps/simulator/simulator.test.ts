import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SerialPort } from "serialport";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NestPlaces } from "../../../apps/simulator/start-simulator.ts";
import { startSimulator } from "../../../apps/simulator/start-simulator.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { readMac } from "../../../libs/firmware/calibration.ts";
import type { Jig, VirtualBoardConfig } from "../../../libs/jig/jig.ts";
import { openPower } from "../../../libs/power/open-power.ts";
import { loadBoard, readBoardState, switchPower } from "../../../libs/simulator/board-client.ts";
import { makeNest } from "../../libs/power/make-nest.ts";

const CHILD = fileURLToPath(new URL("./simulate-child.ts", import.meta.url));

const jigOf = (...boards: readonly Partial<VirtualBoardConfig>[]): Jig => ({
  jig: "virtual",
  trigger: "auto",
  fixtures: boards.map((board, index) => ({
    id: `F0${index + 1}`,
    virtual: { chip: "bk7231n", faults: [], ...board },
  })),
});

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-test-"));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => ended(child, "SIGKILL")));
  rmSync(folder, { recursive: true, force: true });
});

const ended = (child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
    child.once("exit", (code) => resolve(code));
    if (signal !== undefined) child.kill(signal);
  });

/** Starts the simulator as a process; resolves with its lines once it has printed all. */
const startChild = async (jig: Jig, more: object = {}) => {
  const options = { jig, speed: "instant", until: "signal", stateDir: folder, ...more };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const places: NestPlaces[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    places.push(JSON.parse(line));
    if (places.length === jig.fixtures.length) break;
  }
  const [first] = places;
  if (first === undefined) throw new Error("the simulator printed nothing");
  return { child, places, first };
};

interface Ending {
  readonly code: number | string;
  readonly stderr: string;
}

const run = ([program = "", ...args]: readonly string[]): Promise<Ending> =>
  new Promise((resolve) => {
    execFile(program, args, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });

/** What is sent until it is answered: by these bytes somewhere, or by some that are no link answer. */
interface Request {
  readonly send: string;
  readonly answer: string | "unreadable";
}

const LINK = { send: "01e0fc0100", answer: "040e0501e0fc0100" } as const;
const OPEN = { send: "01e0fcfff404000d010000", answer: "040eff01e0fcf405000d" } as const;
const ERASE = { send: "01e0fcfff406000f2000100100", answer: "040eff01e0fcf407000f" } as const;

/** Answers to link checks may still come in when the next request is sent: they answer nothing else. */
const isAnswered = (heard: string, answer: Request["answer"]): boolean => {
  if (answer !== "unreadable") return heard.includes(answer);
  return !LINK.answer.startsWith(heard.replaceAll(LINK.answer, ""));
};

/** Switches power on while sending, then sends requests one by one, each until it is answered. */
const converse = async (
  { flashPort, powerOn }: NestPlaces,
  requests: readonly Request[],
): Promise<void> => {
  const port = new SerialPort({ path: flashPort, baudRate: 115_200 });
  const powered = run(powerOn);
  let heard = "";
  let onHeard = (): void => undefined;
  port.on("data", (chunk: Buffer) => {
    heard += chunk.toString("hex");
    onHeard();
  });
  for (const { send, answer } of requests) {
    const repeat = setInterval(() => port.write(Buffer.from(send, "hex")), 20);
    await new Promise<void>((resolve) => {
      onHeard = () => isAnswered(heard, answer) && resolve();
    });
    clearInterval(repeat);
  }
  expect(await powered).toEqual({ code: 0, stderr: "" });
  await new Promise((resolve) => port.close(resolve));
};

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const macIn = (path: string): string | undefined =>
  readMac(readFileSync(path).subarray(0x1d0000, 0x1d1000));

describe("as a process", () => {
  test("prints where each nest is; the printed programs switch its power", async () => {
    const { child, places, first } = await startChild(jigOf({}, { chip: "bk7231t" }));
    expect(places.map(({ fixture }) => fixture)).toEqual(["F01", "F02"]);
    const [, , socket = ""] = first.powerOn;
    expect(await run(first.powerOn)).toEqual({ code: 0, stderr: "" });
    expect(await readBoardState(socket, "F01")).toMatchObject({ powered: true });
    expect(await readBoardState(socket, "F02")).toMatchObject({ powered: false });
    expect(await run(first.powerOff)).toEqual({ code: 0, stderr: "" });
    expect(await readBoardState(socket, "F01")).toMatchObject({ powered: false });
    expect(await ended(child, "SIGTERM")).toBe(0);
    expect(existsSync(socket)).toBe(false);
    const gone = await run(first.powerOn);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(
      /^No simulator is running at .*Start `npx flashline simulate`\.\n$/,
    );
  });

  test("with relay boards, each board's power is behind a channel of its own", async () => {
    const boards = Array.from({ length: 9 }, () => ({}));
    const { child, places, first } = await startChild(jigOf(...boards), { relayBoards: "serial" });
    const [, , socket = ""] = first.powerOn;
    const channels = places.map(({ relay }) => relay?.channel);
    expect(channels).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1]);
    expect(new Set(places.map(({ relay }) => relay?.port)).size).toBe(2);
    const powered = async (id: string) => (await readBoardState(socket, id)).powered;
    for (const [id, others] of [
      ["F02", ["F01", "F03", "F09"]],
      ["F09", ["F01", "F08"]],
    ] as const) {
      const relay = places.find(({ fixture }) => fixture === id)?.relay;
      if (relay === undefined) throw new Error(`${id} has no relay`);
      const power = await openPower({ kind: "serial-relay", ...relay }, makeNest(systemClock));
      await power.on();
      expect(await powered(id)).toBe(true);
      for (const other of others) expect(await powered(other)).toBe(false);
      await power.off();
      expect(await powered(id)).toBe(false);
    }
    expect(await ended(child, "SIGTERM")).toBe(0);
  });

  test("a changed flash is kept from power-off on, and survives SIGKILL", async () => {
    const { child, first } = await startChild(jigOf({}));
    const kept = join(folder, "F01.bin");
    const before = readFileSync(kept);
    await converse(first, [LINK, OPEN, ERASE]);
    await run(first.powerOff);
    await ended(child, "SIGKILL");
    const expected = before.fill(0xff, 0x11000, 0x12000);
    expect(readFileSync(kept).equals(expected)).toBe(true);

    const again = await startChild(jigOf({}));
    const [, , socket = ""] = again.first.powerOn;
    expect(await readBoardState(socket, "F01")).toEqual({
      powered: false,
      flashSha256: sha256(expected),
    });
  });

  test("a control socket is taken over from one that was killed, not from one that lives", async () => {
    const controlSocket = join(folder, "control.sock");
    const { child } = await startChild(jigOf({}), { controlSocket });
    await ended(child, "SIGKILL");
    await startChild(jigOf({}), { controlSocket });
    await expect(
      startSimulator({ jig: jigOf({}), speed: "instant", controlSocket }),
    ).rejects.toThrow("control.sock is in use.");
    expect((await readBoardState(controlSocket, "F01")).powered).toBe(false);
  });

  test("a board with power is switched off and kept when it is stopped", async () => {
    const { child, first } = await startChild(jigOf({}));
    await converse(first, [LINK, OPEN, ERASE]);
    expect(await ended(child, "SIGINT")).toBe(0);
    const kept = readFileSync(join(folder, "F01.bin"));
    expect(kept.subarray(0x11000, 0x12000).every((byte) => byte === 0xff)).toBe(true);
  });

  test("boards that reset themselves need no power, and are kept without being switched off", async () => {
    const { child, first } = await startChild(jigOf({}), { resets: "itself" });
    const [, , socket = ""] = first.powerOn;
    expect(await readBoardState(socket, "F01")).toMatchObject({ powered: true });
    const kept = join(folder, "F01.bin");
    const erased = readFileSync(kept).fill(0xff, 0x11000, 0x12000);
    await converse({ ...first, powerOn: ["true"] }, [LINK, OPEN, ERASE]);
    await expect.poll(() => readFileSync(kept).equals(erased), { timeout: 10_000 }).toBe(true);
    await ended(child, "SIGKILL");
    await startChild(jigOf({}), { resets: "itself" });
    expect(readFileSync(kept).equals(erased)).toBe(true);
  });

  test("a board that a program left at another rate is found by the next one", async () => {
    const { first } = await startChild(jigOf({ chip: "bk7231t" }), { resets: "itself" });
    const reachable = { ...first, powerOn: ["true"] };
    // Set-baud to 921600: its answer comes at that rate, garbage for this program, which then ends.
    const LEAVE = { send: "01e0fc060f00100e0005", answer: "unreadable" } as const;
    await converse(reachable, [LINK, LEAVE]);
    await converse(reachable, [LINK, ERASE]);
  });

  test("ends with whoever started it, if told so", async () => {
    const { child } = await startChild(jigOf({}), { until: "stdin-ends" });
    child.stdin?.end();
    expect(await ended(child)).toBe(0);
  });

  test("ends when it is stopped, while whoever started it lives on", async () => {
    const { child } = await startChild(jigOf({}), { until: "stdin-ends" });
    expect(await ended(child, "SIGTERM")).toBe(0);
  });
});

describe("boards", () => {
  test("each is its own, and so is every new one", async () => {
    await using simulator = await startSimulator({
      jig: jigOf({}, {}),
      speed: "instant",
      stateDir: folder,
    });
    const socket = simulator.controlSocket;
    const paths = [join(folder, "F01.bin"), join(folder, "F02.bin")] as const;
    const macs = [macIn(paths[0]), macIn(paths[1])];
    expect(macs[0]).toMatch(/^02[0-9a-f]{10}$/);
    expect(macs[1]).not.toBe(macs[0]);

    await loadBoard(socket, "F01");
    expect(macIn(paths[0])).toBe(macs[0]);
    await switchPower(socket, "F01", "on");
    await loadBoard(socket, "F01");
    expect(await readBoardState(socket, "F01")).toMatchObject({ powered: false });
    expect(macIn(paths[0])).toMatch(/^02/);
    expect(macIn(paths[0])).not.toBe(macs[0]);
    expect(macIn(paths[1])).toBe(macs[1]);
  });

  test("one from a file has its contents; the next one differs in its MAC alone", async () => {
    const flash = join(folder, "golden.bin");
    const golden = buildFactoryFlash({ chip: "bk7231t", seed: 5, mac: "c8478c010203" });
    writeFileSync(flash, golden);
    await using simulator = await startSimulator({
      jig: jigOf({ chip: "bk7231t", flash }),
      speed: "instant",
      stateDir: folder,
    });
    const kept = join(folder, "F01.bin");
    expect(readFileSync(kept).equals(golden)).toBe(true);
    await switchPower(simulator.controlSocket, "F01", "on");
    await loadBoard(simulator.controlSocket, "F01");
    const next = readFileSync(kept);
    const differing = [...next.keys()].filter((at) => next[at] !== golden[at]);
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThanOrEqual(6);
    expect(next.subarray(0x1e0000, 0x1e1000).indexOf(Buffer.from("c8478c010203", "hex"))).toBe(-1);
  });
});

test("relays switch the boards that they are wired to, from the start and when one is loaded", async () => {
  const wired = jigOf(
    { wiring: { relay: ["F02"] } },
    { wiring: { relay: ["F01", "F02"] } },
    { wiring: { relay: "stuck" } },
  );
  await using simulator = await startSimulator({ jig: wired, speed: "instant" });
  const socket = simulator.controlSocket;
  const powered = async (): Promise<readonly boolean[]> =>
    (await Promise.all(["F01", "F02", "F03"].map((id) => readBoardState(socket, id)))).map(
      (state) => state.powered,
    );
  expect(await powered()).toEqual([false, false, true]);
  await switchPower(socket, "F01", "on");
  expect(await powered()).toEqual([false, true, true]);
  // Both at once: each is wired to the other's board.
  await Promise.all([switchPower(socket, "F02", "on"), switchPower(socket, "F01", "off")]);
  expect(await powered()).toEqual([true, true, true]);
  await switchPower(socket, "F02", "off");
  await switchPower(socket, "F03", "off");
  await loadBoard(socket, "F03");
  expect(await powered()).toEqual([false, false, true]);
});

describe("what cannot be is said in a sentence", () => {
  test("no virtual nest, an unknown fault, a missing or empty flash", async () => {
    const empty = join(folder, "empty.bin");
    writeFileSync(empty, "");
    const cases = [
      [jigOf(), /fixtures: has no virtual nest\./],
      [jigOf({ faults: ["silnet"] }), /fixture F01: virtual\.faults: "silnet" .*"silent"/],
      [jigOf({ flash: join(folder, "none.bin") }), /none\.bin: does not exist/],
      [jigOf({ flash: empty }), /empty\.bin: is empty/],
    ] as const;
    for (const [jig, message] of cases)
      await expect(startSimulator({ jig, speed: "instant" })).rejects.toMatchObject({
        name: "InputError",
        message: expect.stringMatching(message),
      });
  });

  test("an unknown board, and a request that is none", async () => {
    await using simulator = await startSimulator({ jig: jigOf({}), speed: "instant" });
    await expect(switchPower(simulator.controlSocket, "F99", "on")).rejects.toThrow(
      'No board "F99". There are: F01.',
    );
    const usage = await run([
      process.execPath,
      ...(simulator.places[0]?.powerOn.slice(1, 2) ?? []),
    ]);
    expect(usage).toEqual({ code: 2, stderr: "usage: power-switch SOCKET FIXTURE on|off\n" });
  });
});
