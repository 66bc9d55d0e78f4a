import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { formatPorts, type PortsAtWork } from "../../../libs/adapters/format-ports.ts";
import { listPorts } from "../../../libs/adapters/list-ports.ts";
import { FakeSystem } from "../../support/fake-system.ts";
import { addSampleAdapters } from "../../support/sample-adapters.ts";

const idle: PortsAtWork = { holders: new Map(), baud: 921600 };

test("adapters by USB position, each with its way up to the controller", async () => {
  using system = new FakeSystem();
  system.addUsb("1-10", {
    speed: "12",
    idVendor: "0403",
    idProduct: "6001",
    product: "FT232R USB UART",
    serial: "A50285BI",
  });
  system.addUsbTty({
    name: "ttyUSB0",
    at: "1-10",
    driver: "ftdi_sio",
    portNumber: 0,
    latencyMs: 16,
  });
  system.addById("usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0", "ttyUSB0");
  system.addUsb("1-2", {
    speed: "480",
    idVendor: "1a40",
    idProduct: "0201",
    product: "USB 2.0 Hub [MTT]",
    hub: { ports: 7, protocol: 2 },
  });
  system.addUsb("1-2.7", { speed: "12", idVendor: "1a86", idProduct: "7523" });
  system.addUsbTty({ name: "ttyUSB1", at: "1-2.7", driver: "ch341", portNumber: 0 });
  const { dev, sys } = system.roots;
  const rootHub = {
    name: "usb1",
    speedMbps: 480,
    usbId: "1d6b:0002",
    product: "xHCI Host Controller",
    hub: { ports: 16, translators: "none" },
  };
  expect(await listPorts(system.roots)).toEqual([
    {
      device: join(dev, "ttyUSB1"),
      byPath: join(dev, "serial/by-path/pci-0000:00:14.0-usb-0:2.7:1.0-port0"),
      driver: "ch341",
      usbId: "1a86:7523",
      interfaceNumber: 0,
      portNumber: 0,
      usb: {
        controller: "0000:00:14.0",
        chain: [
          { name: "1-2.7", speedMbps: 12, usbId: "1a86:7523" },
          {
            name: "1-2",
            speedMbps: 480,
            usbId: "1a40:0201",
            product: "USB 2.0 Hub [MTT]",
            hub: { ports: 7, translators: "one-a-port" },
          },
          rootHub,
        ],
      },
    },
    {
      device: join(dev, "ttyUSB0"),
      byPath: join(dev, "serial/by-path/pci-0000:00:14.0-usb-0:10:1.0-port0"),
      byId: join(dev, "serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0"),
      driver: "ftdi_sio",
      usbId: "0403:6001",
      product: "FT232R USB UART",
      serialNumber: "A50285BI",
      interfaceNumber: 0,
      portNumber: 0,
      latencyMs: 16,
      latencyFile: join(
        sys,
        "devices/pci0000:00/0000:00:14.0/usb1/1-10/1-10:1.0/ttyUSB0/latency_timer",
      ),
      usb: {
        controller: "0000:00:14.0",
        chain: [
          { name: "1-10", speedMbps: 12, usbId: "0403:6001", product: "FT232R USB UART" },
          rootHub,
        ],
      },
    },
  ]);
});

test("the ports of a multi-port chip by interface, CDC adapters, and names udev knows no position for", async () => {
  using system = new FakeSystem();
  addSampleAdapters(system);
  const ports = await listPorts(system.roots);
  const rows = ports.map(({ device, byPath, driver, interfaceNumber, portNumber }) =>
    [
      device.split("/").at(-1),
      driver,
      interfaceNumber,
      portNumber,
      byPath?.split("/").at(-1)?.replace("pci-0000:00:14.0-", ""),
    ]
      .filter((cell) => cell !== undefined)
      .join(" "),
  );
  expect(rows).toEqual([
    "ttyUSB4 ftdi_sio 0 0 usb-0:1:1.0-port0",
    "ttyUSB5 ftdi_sio 1 0 usb-0:1:1.1-port0",
    "ttyUSB6 ftdi_sio 2 0 usb-0:1:1.2-port0",
    "ttyUSB7 ftdi_sio 3 0 usb-0:1:1.3-port0",
    "ttyUSB0 ch341 0 0 usb-0:2.1:1.0-port0",
    "ttyUSB1 ch341 0 0 usb-0:2.2:1.0-port0",
    "ttyACM0 cdc_acm 0 usb-0:3:1.0",
    "ttyACM1 cdc_acm 0 usb-0:4:1.0",
    "ttyCH343USB0 usb_ch343 0",
    "ttyCH9344USB4 usb_ch9344 0",
    "ttyCH9344USB5 usb_ch9344 0",
    "ttyAMA0 port",
    "ttyS0 port",
  ]);
});

test("of the machine's own UARTs only those with a chip, marked, the console as such", async () => {
  using system = new FakeSystem();
  system.addUart({ name: "ttyS0", type: 4, console: "Y" });
  system.addUart({ name: "ttyS1", type: 0 });
  system.addUart({ name: "ttyAMA0", type: 32 });
  system.put("sys/class/tty/tty1/dev", "4:1");
  const ports = await listPorts(system.roots);
  expect(ports).toEqual([
    { device: join(system.roots.dev, "ttyAMA0"), driver: "port" },
    { device: join(system.roots.dev, "ttyS0"), driver: "port", console: true },
  ]);
  expect(formatPorts(ports, idle)).toMatch(/ttyAMA0, port, built in\n/);
  expect(formatPorts(ports, idle)).toMatch(
    /ttyS0, port, built in, the kernel's console: not for a board/,
  );
});

test("the lines can be pasted into a jig file, and carry nothing a terminal would obey", async () => {
  using system = new FakeSystem();
  addSampleAdapters(system);
  system.put("sys/bus/usb/devices/1-3/product", "CH9102\u001b[2J\nflashPort: /dev/evil");
  const ports = await listPorts(system.roots);
  const text = formatPorts(ports, idle);
  const pasted = text.split("\n").filter((line) => line.startsWith("flashPort:"));
  expect(pasted.map((line) => parse(line).flashPort).sort()).toEqual(
    ports.map((port) => port.byPath ?? port.device).sort(),
  );
  expect(text).toContain("latency 16 ms (slow");
  expect(text).toContain("the one translator of hub 1-2 carries 11 ports at 921600 baud\n");
  expect(text).not.toContain("\u001b");
});

test("a device that goes while it is listed is left out or listed with what was read", async () => {
  using system = new FakeSystem();
  addSampleAdapters(system);
  system.pull("1-1");
  rmSync(join(system.root, "dev/ttyUSB1"));
  const names = (await listPorts(system.roots)).map(({ device }) => device.split("/").at(-1));
  expect(names).not.toContain("ttyUSB4");
  expect(names).toContain("ttyUSB0");
});

test.each([
  ["nothing", ""],
  ["zeros", "\0\0\0"],
  ["no number", "fast"],
  ["a number beyond all bounds", "9".repeat(400)],
  ["a negative number", "-1"],
  ["another base", "0x10"],
  ["a megabyte", "7".repeat(1 << 20)],
  ["bytes that are no text", "\ufffd\u202e\u0007"],
])("an attribute of %s does not make a listing fail", async (_, text) => {
  using system = new FakeSystem();
  addSampleAdapters(system);
  for (const name of [
    "speed",
    "bDeviceClass",
    "bDeviceProtocol",
    "maxchild",
    "idVendor",
    "serial",
  ]) {
    for (const at of ["usb1", "1-1", "1-2"]) system.put(`sys/bus/usb/devices/${at}/${name}`, text);
  }
  const port = "sys/bus/usb/devices/1-1/1-1:1.0";
  system.put(`${port}/bInterfaceNumber`, text);
  system.put(`${port}/ttyUSB4/latency_timer`, text);
  const ports = await listPorts(system.roots);
  expect(ports).toHaveLength(13);
  const hit = ports.find(({ device }) => device.endsWith("ttyUSB4"));
  expect(hit?.latencyMs).toBeUndefined();
  expect(hit?.interfaceNumber).toBeUndefined();
  expect(hit?.usb?.chain.map(({ speedMbps }) => speedMbps)).toEqual(
    text === "0x10" ? [16, 16] : [undefined, undefined],
  );
  expect(JSON.stringify(ports).length).toBeLessThan(20_000);
});

test("a system without adapters, and without sysfs, lists none", async () => {
  expect(await listPorts({ dev: "/no/dev", sys: "/no/sys", proc: "/no/proc" })).toEqual([]);
  expect(formatPorts([], idle)).toContain("No serial adapter found");
});
