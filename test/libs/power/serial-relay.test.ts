import { expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { PortError, type PortTrouble, type SerialLink } from "../../../libs/link/serial-link.ts";
import { serialRelayPower } from "../../../libs/power/serial-relay.ts";
import type { RelayBoardName } from "../../../libs/relay-boards/relay-boards.ts";
import { LcusFirmware, type RelayBoardFault } from "../../../libs/simulator/lcus-firmware.ts";
import { MemoryLink } from "../../../libs/simulator/memory-link.ts";
import { failureOf } from "../../contracts/breakage.ts";

let boards = 0;

/** An LCUS board on a port in memory. Each has a port of its own: batons go by name. */
const plugIn = (fault?: RelayBoardFault) => {
  boards += 1;
  const port = `/dev/relay-board-${process.pid}-${boards}`;
  const clock = new VirtualClock();
  const drawn = new Set<number>();
  const sent: string[] = [];
  let open: MemoryLink[] = [];
  let opened = 0;
  let trouble: PortTrouble | undefined;
  let whenSent = (_bytes: string): void => undefined;
  const firmware = new LcusFirmware({
    clock,
    channels: 8,
    drive: (channel, to) => void (to === "on" ? drawn.add(channel) : drawn.delete(channel)),
    isDrawn: (channel) => drawn.has(channel),
    send: (bytes) => {
      for (const link of open) link.deliver(bytes, 9600);
    },
  });
  firmware.fault = fault;
  const openLink = async (path: string, { baudRate }: { readonly baudRate: number }) => {
    if (trouble !== undefined) throw new PortError(path, trouble);
    opened += 1;
    const link = new MemoryLink(
      {
        path,
        clock,
        send: (bytes, baud) => {
          sent.push(toHex(bytes));
          whenSent(toHex(bytes));
          if (baud === 9600) firmware.receive(bytes);
        },
      },
      baudRate,
    );
    open.push(link);
    const close = async (): Promise<void> => {
      open = open.filter((other) => other !== link);
    };
    return Object.assign(link, { [Symbol.asyncDispose]: close }) satisfies SerialLink;
  };
  const nest = (fixture: string) => ({ fixture, clock, openLink });
  return {
    port,
    clock,
    firmware,
    drawn,
    sent,
    power: (channel: number, model: RelayBoardName = "lcus", fixture = "F01") =>
      serialRelayPower({ model, port, channel }, nest(fixture)),
    get openNow() {
      return open.length;
    },
    get opened() {
      return opened;
    },
    unplug: () => {
      for (const link of open) link.unplug();
    },
    onSent: (listener: (bytes: string) => void) => {
      whenSent = listener;
    },
    fail: (kind: PortTrouble) => {
      trouble = kind;
    },
  };
};

test("an order, a question, and the port closed again: other channels stay as they are", async () => {
  const board = plugIn();
  board.drawn.add(5);
  const power = board.power(3);
  await power.on();
  expect(board.sent).toEqual(["a00301a4", "ff"]);
  expect([...board.drawn].sort()).toEqual([3, 5]);
  await power.off();
  expect(board.sent.slice(2)).toEqual(["a00300a3", "ff"]);
  expect([...board.drawn]).toEqual([5]);
  expect([board.opened, board.openNow]).toEqual([2, 0]);
});

test("a board that cannot tell is believed", async () => {
  const board = plugIn({ kind: "mute" });
  await board.power(1, "lcus-silent").on();
  expect(board.sent).toEqual(["a00101a2"]);
  expect([...board.drawn]).toEqual([1]);
});

test("an answer that comes late, within its time, counts", async () => {
  const board = plugIn({ kind: "slow", answerMs: 400 });
  await board.power(1).on();
  expect(board.sent).toEqual(["a00101a2", "ff"]);
});

test.each<[RelayBoardFault, RegExp]>([
  [{ kind: "deaf" }, /^the board does not confirm: check model and channel/],
  [{ kind: "mute" }, /^the board does not confirm: /],
  [{ kind: "slow", answerMs: 10_000 }, /^the board does not confirm: /],
  [{ kind: "stuck", channel: 3 }, /^the board says that this channel is still off: /],
  [{ kind: "lies", channel: 3 }, /^the board says that this channel is still off: /],
])("%o: told after three tries, within 2 s, with the port closed", async (fault, reason) => {
  const board = plugIn(fault);
  const began = board.clock.now();
  expect(await failureOf(board.power(3).on())).toEqual({
    code: "relay-failed",
    control: `lcus channel 3 of ${board.port}`,
    reason: expect.stringMatching(reason),
  });
  expect(board.sent).toEqual(["a00301a4", "ff", "a00301a4", "ff", "a00301a4", "ff"]);
  expect(board.clock.now() - began).toBeLessThan(2000);
  expect(board.openNow).toBe(0);
});

test("a first order that got lost is repeated", async () => {
  const board = plugIn({ kind: "deaf" });
  board.onSent(() => {
    if (board.sent.length !== 2) return;
    board.clock.after(300, () => {
      board.firmware.fault = undefined;
    });
  });
  await board.power(3).on();
  expect([...board.drawn]).toEqual([3]);
  expect(board.sent).toEqual(["a00301a4", "ff", "a00301a4", "ff"]);
});

test("what another channel sticks at is nobody else's", async () => {
  const board = plugIn({ kind: "stuck", channel: 4 });
  await board.power(3).on();
  expect([...board.drawn]).toEqual([3]);
});

test("an answer is heard out: its rest is not taken for the answer to the next one", async () => {
  const board = plugIn();
  const [one, eight] = [board.power(1), board.power(8, "lcus", "F02")];
  await eight.on();
  await Promise.all([one.on(), eight.off()]);
  await Promise.all([one.off(), eight.on()]);
  expect(board.sent.filter((bytes) => bytes !== "ff")).toHaveLength(5);
});

test("pulled while its answer is waited for: told at once", async () => {
  const board = plugIn({ kind: "deaf" });
  board.onSent((bytes) => {
    if (bytes === "ff") board.clock.after(100, board.unplug);
  });
  const failure = await failureOf(board.power(3).on());
  expect(failure).toMatchObject({ reason: "the board was unplugged: plug it in again" });
  expect(board.clock.now()).toBeLessThan(200);
});

test.each<[PortTrouble, RegExp]>([
  [{ kind: "missing" }, /^the board's port is not there: plug the board in$/],
  [{ kind: "busy" }, /^another program has the board's port open/],
  [{ kind: "denied" }, /add the user to group dialout/],
  [{ kind: "hung", waitedMs: 5000 }, /does not answer: unplug the board/],
  [{ kind: "other", text: "odd \u001b[2J" }, /odd \\x1b\[2J/],
])("a port that is %o: with its mend", async (trouble, reason) => {
  const board = plugIn();
  board.fail(trouble);
  expect(await failureOf(board.power(3).off())).toMatchObject({
    code: "relay-failed",
    control: `lcus channel 3 of ${board.port}`,
    reason: expect.stringMatching(reason),
  });
});

test("fixtures that share a board switch one after the other, and never hear each other", async () => {
  const board = plugIn();
  const powers = [1, 2, 3, 4, 5, 6, 7, 8].map((channel) =>
    board.power(channel, "lcus", `F0${channel}`),
  );
  await Promise.all(powers.map((power) => power.on()));
  expect(board.drawn.size).toBe(8);
  const orders = board.sent.filter((bytes) => bytes !== "ff");
  expect(board.sent).toEqual(orders.flatMap((order) => [order, "ff"]));
  await Promise.all(powers.map((power) => power.off()));
  expect(board.drawn.size).toBe(0);
});

test("a port that is another nest's own is never opened", async () => {
  const board = plugIn();
  await using _nest = await claimName(board.port, "F09");
  const nest = {
    fixture: "F01",
    clock: board.clock,
    openLink: () => Promise.reject(new Error("opened")),
  };
  const power = serialRelayPower({ model: "lcus", port: board.port, channel: 1 }, nest, 50);
  expect(await failureOf(power.on())).toMatchObject({
    code: "relay-failed",
    reason: `its port is in use by F09 of process ${process.pid}`,
  });
});
