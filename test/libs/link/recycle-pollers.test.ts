import { createRequire } from "node:module";
import { queryObjects } from "node:v8";
import { expect, test } from "vitest";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import { openPty } from "./open-pty.ts";

const require = createRequire(import.meta.resolve("serialport"));
const { Poller } = require("@serialport/bindings-cpp/dist/poller");

test("ports that were closed leave nothing behind, and each next one hears and is heard", async () => {
  using pty = openPty();
  const talk = async (byte: number): Promise<void> => {
    await using link = await openSerialLink(pty.path, { baudRate: 115_200 });
    const heard = Promise.withResolvers<Uint8Array>();
    using _listening = link.onBytes((chunk) => heard.resolve(Uint8Array.from(chunk)));
    await link.write(Uint8Array.of(byte));
    expect(await pty.receive(1)).toEqual(Uint8Array.of(byte));
    pty.send(Uint8Array.of(byte ^ 0xff));
    expect(await heard.promise).toEqual(Uint8Array.of(byte ^ 0xff));
  };
  for (let byte = 0; byte < 40; byte += 1) await talk(byte);
  expect(queryObjects(Poller, { format: "count" })).toBeLessThan(10);
});
