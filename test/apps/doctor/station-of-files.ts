import { chmodSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DoctorOrder } from "../../../apps/doctor/doctor-order.ts";
import type { Examination } from "../../../apps/doctor/examination.ts";
import { examineJig } from "../../../apps/doctor/examine-jig.ts";
import type { Finding } from "../../../apps/doctor/finding.ts";
import type { Machine } from "../../../apps/doctor/machine.ts";
import { runChecks } from "../../../apps/doctor/run-checks.ts";
import { FakeSystem } from "../../support/fake-system.ts";

const HOME = resolve(import.meta.dirname, "../../..");
const GROUP = process.getgid?.() ?? 0;
const GIB = 1024 ** 3;

/** What a test changes of a machine where all is well, and of what the doctor is asked. */
export interface Ailment {
  readonly machine?: Partial<Machine>;
  readonly order?: Partial<DoctorOrder>;
}

/**
 * A station in a folder: ports, processes and GPIO as files; its user eva is in dialout, the group
 * of every file made here. Healthy until a test breaks something.
 */
export class StationOfFiles extends FakeSystem {
  constructor() {
    super();
    chmodSync(this.root, 0o770);
    this.put("etc/group", `root:x:99990:\ndialout:x:${GROUP}:eva\ngpio:x:99991:eva`);
    this.put("run/systemd/timesync/synchronized", "");
    this.put("proc/self/limits", "Max open files            1024                 4096       files");
  }

  /** Plugs in FTDI adapters, `ttyUSB0` at 1-1 and so on, each with two interfaces; their ports: `portAt`. */
  plugIn(adapters: number): void {
    for (let at = 1; at <= adapters; at++) {
      this.addUsb(`1-${at}`, { speed: "480", idVendor: "0403", idProduct: "6010" });
      for (const interfaceNumber of [0, 1]) {
        this.addUsbTty({
          name: `ttyUSB${2 * (at - 1) + interfaceNumber}`,
          ...{ at: `1-${at}`, interfaceNumber, driver: "ftdi_sio", portNumber: 0, latencyMs: 1 },
        });
      }
    }
  }

  /** No time server has answered yet. */
  removeTimeMark(): void {
    rmSync(join(this.root, "run/systemd/timesync/synchronized"));
  }

  /** Path by position of an adapter's port. */
  portAt(adapter: number, interfaceNumber = 0): string {
    const name = `pci-0000:00:14.0-usb-0:${adapter}:1.${interfaceNumber}-port0`;
    return join(this.roots.dev, "serial/by-path", name);
  }

  /** A GPIO chip in sysfs with 32 lines from number 512. */
  addGpioChip(label: string): void {
    this.put("sys/class/gpio/gpiochip512/label", label);
    this.put("sys/class/gpio/gpiochip512/base", "512");
    this.put("sys/class/gpio/gpiochip512/ngpio", "32");
    this.put("sys/class/gpio/export", "");
  }

  /** All that is seen of a jig with these fixtures. */
  async examine(fixtures: readonly object[], ailment: Ailment = {}): Promise<Examination> {
    const jigPath = join(this.root, "jig.yaml");
    writeFileSync(jigPath, JSON.stringify({ jig: "line-a", fixtures }));
    const order = { jigPath, dataDir: join(this.root, "data"), timers: "set" } as const;
    return await examineJig(
      { station: "line-2", ...order, recipePath: undefined, redisUrl: undefined, ...ailment.order },
      this.#machine(ailment.machine ?? {}),
    );
  }

  /** What one check, or all, find in a jig with these fixtures. */
  async findings(
    check: string | "all",
    fixtures: readonly object[],
    ailment: Ailment = {},
  ): Promise<readonly Finding[]> {
    const found = await runChecks(await this.examine(fixtures, ailment));
    return found.filter((finding) => check === "all" || finding.check === check);
  }

  #machine(changes: Partial<Machine>): Machine {
    const { user = { name: "eva", uid: 4242, groups: [GROUP] } } = changes;
    return {
      ...{ root: this.root, home: HOME, user, pid: 1, threadPool: undefined },
      path: process.env.PATH ?? "",
      environment: {},
      now: new Date("2026-03-04T05:06:07Z"),
      mayUse: async (file, way) => mayUse(file, way === "write" ? 0o020 : 0o060, user.groups),
      roomOf: async () => ({ freeBytes: 100 * GIB, freeFiles: 1e6, isMemory: false }),
      ask: async ([, argument]) =>
        argument === "--version" ? { code: 0, stdout: "Redis server v=7.0.15 sha=0" } : undefined,
      ownerOf: async () => undefined,
      askRedis: async () => Promise.reject(new Error("no Redis in this test")),
      onoffTrouble: async () => undefined,
      ...changes,
    };
  }
}

/** By the group's bits alone: root, who may run the tests, may everything. */
const mayUse = (file: string, bits: number, groups: readonly number[]): boolean => {
  try {
    const { mode, gid } = statSync(file);
    return groups.includes(gid) && (mode & bits) === bits;
  } catch {
    return false;
  }
};

/** A fixture on an adapter's two ports, whose supply nobody switches. */
export const nest = (id: string, flashPort: string, more: object = {}): object => ({
  ...{ id, flashPort, power: { kind: "none" } },
  ...more,
});
