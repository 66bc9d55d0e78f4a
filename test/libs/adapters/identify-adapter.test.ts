import { join } from "node:path";
import { expect, test } from "vitest";
import { describeAdapter, identifyAdapter } from "../../../libs/adapters/identify-adapter.ts";
import { FakeSystem } from "../../support/fake-system.ts";

const FTDI = { speed: "480", idVendor: "0403", idProduct: "6011", serial: "FT1" };

test("a port is told by position, kind, serial number, interface and port, under any of its names", async () => {
  using system = new FakeSystem();
  const { roots } = system;
  system.addUsb("1-2", FTDI);
  system.addUsbTty({ name: "ttyUSB0", at: "1-2", driver: "ftdi_sio", portNumber: 0 });
  system.addUsbTty({
    name: "ttyUSB1",
    at: "1-2",
    driver: "ftdi_sio",
    portNumber: 0,
    interfaceNumber: 1,
  });
  system.addUsb("1-3.4", { speed: "12", idVendor: "1a86", idProduct: "55d4" });
  system.addUsbTty({ name: "ttyACM0", at: "1-3.4", driver: "cdc_acm" });
  system.addById("usb-FTDI_FT1-if00-port0", "ttyUSB0");
  const identify = (name: string) => identifyAdapter(join(roots.dev, name), roots);
  const first = { position: "1-2:1.0/0", usbId: "0403:6011", serialNumber: "FT1" };
  expect(await identify("ttyUSB0")).toEqual(first);
  expect(await identify("serial/by-id/usb-FTDI_FT1-if00-port0")).toEqual(first);
  expect(await identify("serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0")).toEqual(first);
  expect(await identify("ttyUSB1")).toEqual({ ...first, position: "1-2:1.1/0" });
  const bare = { position: "1-3.4:1.0", usbId: "1a86:55d4", serialNumber: undefined };
  expect(await identify("ttyACM0")).toEqual(bare);
  expect(describeAdapter(bare)).toBe("1a86:55d4 at 1-3.4:1.0");
});

test("what is not there, no USB device or a pseudo-terminal has no identity", async () => {
  using system = new FakeSystem();
  const { roots } = system;
  system.addUart({ name: "ttyAMA0", type: 32 });
  system.addUsb("1-2", FTDI);
  system.addUsbTty({ name: "ttyUSB0", at: "1-2", driver: "ftdi_sio", portNumber: 0 });
  system.pull("1-2");
  for (const name of ["ttyAMA0", "ttyUSB0", "no-such-port"])
    expect(await identifyAdapter(join(roots.dev, name), roots)).toBeUndefined();
  expect(await identifyAdapter("/dev/ptmx")).toBeUndefined();
  expect(await identifyAdapter("/dev/pts/0")).toBeUndefined();
});
