import { expect, test } from "vitest";
import { fenceFixture } from "../../../apps/worker/fence-fixture.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { Fixture } from "../../../libs/fixture/fixture.ts";
import type { SerialLink } from "../../../libs/link/serial-link.ts";

const nothing = { [Symbol.dispose]: () => undefined };

/** A nest that writes down what is done to it. */
const writtenNest = () => {
  const done: string[] = [];
  const note = (what: string) => async (): Promise<void> => void done.push(what);
  const link: SerialLink = {
    path: "/dev/null",
    baudRate: 115200,
    write: note("write"),
    onBytes: () => nothing,
    onLost: () => nothing,
    setBaudRate: note("rate"),
    setLines: note("lines"),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const control = {
    ...({ means: "cycle", offMs: 50 } as const),
    ...{ stop: note("off"), start: note("on"), awaitTurn: note("turn") },
    settled: () => undefined,
  };
  const release = async (): Promise<undefined> => void done.push("release");
  const fixture: Fixture = {
    id: "F01",
    open: async () => ({ flash: link, log: link, logWire: "flash-port", control, release }),
    makeSafe: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { fixture, done };
};

test("a nest that was lost is switched off and nothing else, and its run has no pass", async () => {
  const { fixture, done } = writtenNest();
  const lost = { code: "lease-lost", reason: "another worker took the fixture over" } as const;
  let isOurs = true;
  const ensure = async (): Promise<void> => {
    if (!isOurs) throw new StepError(lost);
  };
  const session = await fenceFixture(fixture, { ensure }).open();
  await session.control.start();
  await session.flash.write(Uint8Array.of(1));
  expect(await session.release()).toBeUndefined();
  isOurs = false;
  await expect(session.control.start()).rejects.toMatchObject({ failure: lost });
  await expect(session.flash.write(Uint8Array.of(1))).rejects.toMatchObject({ failure: lost });
  await expect(session.log?.write(Uint8Array.of(1))).rejects.toMatchObject({ failure: lost });
  await session.control.stop();
  expect(await session.release()).toEqual(lost);
  expect(done).toEqual(["on", "write", "release", "off", "release"]);
});
