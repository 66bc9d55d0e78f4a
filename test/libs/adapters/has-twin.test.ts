import { join } from "node:path";
import { expect, test } from "vitest";
import { hasTwin } from "../../../libs/adapters/has-twin.ts";
import { identifyAdapter } from "../../../libs/adapters/identify-adapter.ts";
import { FakeSystem } from "../../support/fake-system.ts";

const CP2102 = { speed: "12", idVendor: "10c4", idProduct: "ea60" };

test("a twin is another adapter with the same maker and serial number, not another port of its own", async () => {
  using system = new FakeSystem();
  const { roots } = system;
  const plug = (at: string, serial: string, ...names: readonly string[]): void => {
    system.addUsb(at, { ...CP2102, serial });
    for (const [interfaceNumber, name] of names.entries()) {
      system.addUsbTty({ name, at, driver: "cp210x", portNumber: 0, interfaceNumber });
    }
  };
  plug("1-2", "0001", "ttyUSB0", "ttyUSB1");
  plug("1-3", "0002", "ttyUSB2");
  const found = await identifyAdapter(join(roots.dev, "ttyUSB0"), roots);
  if (found === undefined) throw new Error("no adapter");
  expect(await hasTwin(found, roots)).toBe(false);
  plug("1-4", "0001", "ttyUSB3");
  expect(await hasTwin(found, roots)).toBe(true);
});
