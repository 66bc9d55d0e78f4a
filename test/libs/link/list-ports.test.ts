import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { formatPorts } from "../../../libs/link/format-ports.ts";
import { listPorts } from "../../../libs/link/list-ports.ts";

let root: string;

const put = (path: string, text: string): void => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
};

const link = (path: string, target: string): void => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(join(root, target), file);
};

const usb = "sys/devices/pci0000:00/usb1";

const addTty = (name: string, device: string, driver: string): void => {
  mkdirSync(join(root, device), { recursive: true });
  mkdirSync(join(root, "sys/bus", driver), { recursive: true });
  link(`${device}/driver`, `sys/bus/${driver}`);
  link(`sys/class/tty/${name}/device`, device);
  put(`dev/${name}`, "");
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ports-"));
  // An FTDI adapter with everything, its product text hostile.
  addTty("ttyUSB0", `${usb}/1-10/1-10:1.0/ttyUSB0`, "ftdi_sio");
  put(`${usb}/1-10/1-10:1.0/ttyUSB0/latency_timer`, "16");
  put(`${usb}/1-10/idVendor`, "0403");
  put(`${usb}/1-10/idProduct`, "6001");
  put(`${usb}/1-10/serial`, "A50285BI");
  put(`${usb}/1-10/product`, "FT232R\u001b[2J");
  link("dev/serial/by-path/pci-0000:00:14.0-usb-0:10:1.0-port0", "dev/ttyUSB0");
  link("dev/serial/by-path/pci-0000:00:14.0-usbv2-0:10:1.0-port0", "dev/ttyUSB0");
  link("dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0", "dev/ttyUSB0");
  // A multi-port adapter without a serial number, at a lower position.
  addTty("ttyCH9344USB4", `${usb}/1-2/1-2:1.0`, "usb_ch9344");
  put(`${usb}/1-2/idVendor`, "1a86");
  put(`${usb}/1-2/idProduct`, "e018");
  link("dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port4", "dev/ttyCH9344USB4");
  // The board's own UARTs: one real, one place without a chip; and a console without a device.
  addTty("ttyAMA0", "sys/devices/platform/fe201000.serial", "port");
  put("sys/class/tty/ttyAMA0/type", "32");
  addTty("ttyS1", "sys/devices/platform/serial8250", "serial8250");
  put("sys/class/tty/ttyS1/type", "0");
  mkdirSync(join(root, "sys/class/tty/tty1"));
  // A link left over by an adapter that is gone.
  link("dev/serial/by-path/pci-0000:00:14.0-usb-0:9:1.0-port0", "dev/ttyUSB9");
});

afterAll(() => rmSync(root, { recursive: true }));

const list = () => listPorts({ dev: join(root, "dev"), sys: join(root, "sys") });

test("adapters by USB position, with all the system knows of them", async () => {
  expect(await list()).toEqual([
    {
      device: join(root, "dev/ttyCH9344USB4"),
      byPath: join(root, "dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port4"),
      driver: "usb_ch9344",
      usbId: "1a86:e018",
    },
    {
      device: join(root, "dev/ttyUSB0"),
      byPath: join(root, "dev/serial/by-path/pci-0000:00:14.0-usb-0:10:1.0-port0"),
      byId: join(root, "dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0"),
      driver: "ftdi_sio",
      usbId: "0403:6001",
      product: "FT232R\u001b[2J",
      serialNumber: "A50285BI",
      latencyMs: 16,
    },
    { device: join(root, "dev/ttyAMA0"), driver: "port" },
  ]);
});

test("the lines can be pasted into a jig file, and carry nothing a terminal would obey", async () => {
  const ports = await list();
  const text = formatPorts(ports);
  const pasted = text.split("\n").filter((line) => line.startsWith("flashPort:"));
  expect(pasted.map((line) => parse(line).flashPort)).toEqual(
    ports.map((port) => port.byPath ?? port.device),
  );
  expect(text).toContain("latency 16 ms (slow");
  expect(text).not.toContain("\u001b");
  expect(parse(text.replaceAll("flashPort", "- flashPort"))).toHaveLength(3);
});

test("a system without adapters, and without sysfs, lists none", async () => {
  expect(await listPorts({ dev: "/no/dev", sys: "/no/sys" })).toEqual([]);
  expect(formatPorts([])).toContain("No serial adapter found");
});
