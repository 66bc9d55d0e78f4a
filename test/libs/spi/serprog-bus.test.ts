import { createServer } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { SerprogPort } from "../../../libs/simulator/serprog-port.ts";
import { openSerprogBus } from "../../../libs/spi/serprog-bus.ts";
import { type SerprogPlace, serprogPlaceOf } from "../../../libs/spi/serprog-place.ts";

test.each([
  ["serprog:ip=127.0.0.1:4711", { host: "127.0.0.1", port: 4711 }],
  ["serprog:ip=bench-3:80,spispeed=30k", { host: "bench-3", port: 80, speedHz: 30_000 }],
  ["serprog:spispeed=2M,ip=h:1", { host: "h", port: 1, speedHz: 2_000_000 }],
  ["serprog:dev=/dev/ttyACM0:115200", undefined],
  ["serprog:ip=127.0.0.1", undefined],
  ["ft2232_spi:type=232H", undefined],
])("the place in %s", (programmer, place) => {
  expect(serprogPlaceOf(programmer)).toEqual(place);
});

const placeOf = (port: SerprogPort): SerprogPlace => {
  const place = serprogPlaceOf(port.programmer);
  if (place === undefined) throw new Error(port.programmer);
  return place;
};

test("what is sent comes to the chip, what it says comes back, for one after the other", async () => {
  const seen: string[] = [];
  await using port = await SerprogPort.open((out, read) => {
    seen.push(Buffer.from(out).toString("hex"));
    return new Uint8Array(read).fill(out.length);
  });
  for (const speedHz of [30_000, 1_000_000]) {
    await using bus = await openSerprogBus({ ...placeOf(port), speedHz }, systemClock);
    expect(await bus.transfer(Uint8Array.of(0x9f), 3)).toEqual({
      meanwhile: undefined,
      after: Uint8Array.of(1, 1, 1),
    });
    expect((await bus.transfer(new Uint8Array(25).fill(0xd2), 0)).after).toHaveLength(0);
  }
  expect(seen).toEqual(["9f", "d2".repeat(25), "9f", "d2".repeat(25)]);
});

test("a programmer that is not there, goes away, or is none is a failure that names it", async () => {
  const port = await SerprogPort.open((_, read) => new Uint8Array(read));
  const place = placeOf(port);
  const bus = await openSerprogBus(place, systemClock);
  await port[Symbol.asyncDispose]();
  const failed = (reason: string) => ({
    failure: { code: "spi-failed", bus: `serprog:ip=127.0.0.1:${place.port}`, reason },
  });
  await expect(bus.transfer(Uint8Array.of(0x9f), 3)).rejects.toMatchObject(
    failed("the programmer hung up"),
  );
  await bus[Symbol.asyncDispose]();
  await expect(openSerprogBus(place, systemClock)).rejects.toMatchObject(
    failed("nobody listens there"),
  );
  const other = createServer((socket) => socket.resume().end("HTTP/1.1 400")).listen(place.port);
  await expect(openSerprogBus(place, systemClock)).rejects.toMatchObject(
    failed("it speaks no serprog"),
  );
  await new Promise((closed) => other.close(closed));
});
