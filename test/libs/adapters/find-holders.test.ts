import { join } from "node:path";
import { expect, test } from "vitest";
import { findHolders } from "../../../libs/adapters/find-holders.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { FakeSystem } from "../../support/fake-system.ts";
import { openPty } from "../link/open-pty.ts";

test("who has a port open, by any of its names, and how many processes cannot be seen into", async () => {
  using system = new FakeSystem();
  system.addUsb("1-1", { speed: "12", idVendor: "1a86", idProduct: "7523" });
  system.addUsbTty({ name: "ttyUSB0", at: "1-1", driver: "ch341", portNumber: 0 });
  const device = join(system.roots.dev, "ttyUSB0");
  const byPath = join(system.roots.dev, "serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0");
  system.addProcess(4711, "ModemManager", ["/dev/null", device]);
  system.addProcess(4712, "bash", ["/dev/pts/1"]);
  system.addProcess(2, "kthreadd", []);
  system.addProcess(815, "closed-to-us", []);
  system.put("proc/815/cmdline", "someone's program");
  const { byPort, unseen } = await findHolders([byPath, device, "/dev/gone"], system.roots);
  const holder = { pid: 4711, program: "ModemManager" };
  expect([...byPort]).toEqual([
    [byPath, [holder]],
    [device, [holder]],
  ]);
  expect(unseen).toBe(1);
});

test("a pseudo-terminal is held by who locked it, not by who made it", async () => {
  using pty = openPty();
  expect((await findHolders([pty.path])).byPort.size).toBe(0);
  await using link = await openSerialLink(pty.path, { baudRate: 115200 });
  const { byPort } = await findHolders([link.path]);
  expect(byPort.get(pty.path)?.map(({ pid }) => pid)).toEqual([process.pid]);
});
