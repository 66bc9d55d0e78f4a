import type { FakeSystem } from "./fake-system.ts";

/**
 * Plugs in what lines have: an FT4232H board (1-1), two CH340 on a 7-port hub with one translator
 * (1-2), CH9102 and CH343 by the kernel's cdc_acm (1-3, 1-4), CH343 and CH344 by their maker's own
 * drivers (1-5, 1-6), and the machine's own ttyAMA0 and ttyS0 beside an empty ttyS1: 13 ports.
 */
export const addSampleAdapters = (system: FakeSystem): void => {
  const wch = { speed: "12", idVendor: "1a86" };
  system.addUsb("1-1", {
    speed: "480",
    idVendor: "0403",
    idProduct: "6011",
    product: "Quad RS232-HS",
  });
  for (const interfaceNumber of [0, 1, 2, 3]) {
    system.addUsbTty({
      name: `ttyUSB${4 + interfaceNumber}`,
      at: "1-1",
      interfaceNumber,
      driver: "ftdi_sio",
      portNumber: 0,
      latencyMs: interfaceNumber === 0 ? 16 : 1,
    });
  }
  system.addUsb("1-2", {
    speed: "480",
    idVendor: "1a40",
    idProduct: "0101",
    product: "USB 2.0 Hub",
    hub: { ports: 7, protocol: 1 },
  });
  for (const [at, port] of [1, 2].entries()) {
    system.addUsb(`1-2.${port}`, { ...wch, idProduct: "7523", product: "USB Serial" });
    system.addUsbTty({ name: `ttyUSB${at}`, at: `1-2.${port}`, driver: "ch341", portNumber: 0 });
  }
  system.addUsb("1-3", { ...wch, idProduct: "55d4", product: "USB Single Serial", serial: "5647" });
  system.addUsbTty({ name: "ttyACM0", at: "1-3", driver: "cdc_acm" });
  system.addUsb("1-4", { ...wch, idProduct: "55d3", product: "USB Single Serial", serial: "5648" });
  system.addUsbTty({ name: "ttyACM1", at: "1-4", driver: "cdc_acm" });
  system.addUsb("1-5", { ...wch, idProduct: "55d3", product: "USB Single Serial" });
  system.addUsbTty({ name: "ttyCH343USB0", at: "1-5", driver: "usb_ch343" });
  system.addUsb("1-6", { speed: "480", idVendor: "1a86", idProduct: "55d5", product: "USB Quad" });
  for (const name of ["ttyCH9344USB4", "ttyCH9344USB5"]) {
    system.addUsbTty({ name, at: "1-6", driver: "usb_ch9344" });
  }
  system.addUart({ name: "ttyAMA0", type: 32 });
  system.addUart({ name: "ttyS0", type: 4 });
  system.addUart({ name: "ttyS1", type: 0 });
};
