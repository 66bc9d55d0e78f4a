import { expect, test } from "vitest";
import { explainSpiError } from "../../../libs/spi/explain-spi-error.ts";
import { type OpenSpiChannel, openSpidevBus } from "../../../libs/spi/spidev-bus.ts";

const PLACE = { device: "/dev/spidev0.1", speedHz: 30_000 };

/** In spi-device's place: a wire from MOSI to MISO, one byte late. */
const lateWire: OpenSpiChannel = async () => ({
  transfer: ([message], done) => {
    message?.receiveBuffer?.set(message.sendBuffer?.subarray(0, -1) ?? [], 1);
    done(null);
  },
  close: (done) => done(null),
});

test("what came while bytes went out is told apart from what came after them", async () => {
  const asked: unknown[] = [];
  await using bus = await openSpidevBus(PLACE, (...args) => {
    asked.push(args);
    return lateWire(...args);
  });
  expect(asked).toEqual([[0, 1, 30_000]]);
  const { meanwhile, after } = await bus.transfer(Uint8Array.of(1, 2, 3), 2);
  expect([[...(meanwhile ?? [])], [...after]]).toEqual([
    [0, 1, 2],
    [3, 0],
  ]);
});

test("what the package has to say becomes a failure that names the device", async () => {
  const failed = (reason: RegExp) => ({
    failure: { code: "spi-failed", bus: PLACE.device, reason: expect.stringMatching(reason) },
  });
  const denied = Object.assign(new Error("EACCES, Permission denied"), { code: "EACCES" });
  await expect(openSpidevBus(PLACE, () => Promise.reject(denied))).rejects.toMatchObject(
    failed(/^no permission: add the user to the group/),
  );
  await using bus = await openSpidevBus(PLACE, async () => ({
    transfer: (_, done) => done(new Error("burnt")),
    close: (done) => done(new Error("burnt")),
  }));
  await expect(bus.transfer(Uint8Array.of(0x9f), 3)).rejects.toMatchObject(failed(/^burnt$/));
});

test("a path that leads to no spidev device is refused before anything is opened", async () => {
  for (const [device, reason] of [
    ["/dev/null", /^it is no spidev device/],
    ["/dev/spi-of-nobody", /^it is not there: switch SPI on/],
  ] as const) {
    const opening = openSpidevBus({ ...PLACE, device }, lateWire);
    await expect(opening).rejects.toMatchObject({
      failure: { code: "spi-failed", reason: expect.stringMatching(reason) },
    });
  }
});

test.each([
  ["ERR_MODULE_NOT_FOUND", "", /npm ci/],
  ["ERR_DLOPEN_FAILED", "", /npm run postinstall/],
  ["", "Could not locate the bindings file. Tried:", /g\+\+.*npm run postinstall/],
])("a package that is not there as it must be (%s%s) comes with its mend", (code, text, mend) => {
  expect(explainSpiError(Object.assign(new Error(text), { code }))).toMatch(mend);
});
