import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { virtualPower } from "../../../libs/power/virtual-power.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "virtual-power-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const withServer = async (
  name: string,
  serve: (socket: Socket) => void,
  act: (path: string) => Promise<void>,
): Promise<void> => {
  const path = join(folder, name);
  const server = createServer(serve);
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  await act(path);
  await new Promise((resolve) => server.close(resolve));
};

test("asks in one line, and takes the answer in pieces", async () => {
  let asked = "";
  const serve = (socket: Socket): void => {
    socket.setEncoding("utf8").on("data", (text: string) => {
      asked += text;
      socket.write('{"ok":', () => socket.end("true}\n"));
    });
  };
  await withServer("good", serve, (path) => virtualPower(path, 'F"01', systemClock).on());
  expect(asked).toBe('{"power":"on","board":"F\\"01"}\n');
});

test.each([
  ["refuses", '{"ok":false,"error":"no board \\u001b[31m"}\n', /^no board \\x1b\[31m$/],
  ["refuses without a word", '{"ok":false}\n', /^refused/],
  ["talks nonsense", "what?\n", /^an answer that is no JSON: what\?$/],
  ["answers a number", "1\n", /^an answer without meaning/],
  ["hangs up", "", /^the simulator hung up/],
  ["never ends its line", "x".repeat(10_000), /^an answer that is no JSON/],
])("a simulator that %s", async (name, answer, reason) => {
  const serve = (socket: Socket): void => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(answer));
  };
  await withServer(name, serve, async (path) => {
    await expect(virtualPower(path, "F01", systemClock).off()).rejects.toMatchObject({
      failure: { code: "relay-failed", reason: expect.stringMatching(reason) },
    });
  });
});

test("a simulator that never answers", async () => {
  let expire = (): void => undefined;
  const clock = {
    ...systemClock,
    after: (_ms: number, action: () => void): Disposable => {
      expire = action;
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const serve = (socket: Socket): void => {
    socket.on("data", () => expire());
  };
  await withServer("mute", serve, async (path) => {
    await expect(virtualPower(path, "F01", clock).off()).rejects.toMatchObject({
      failure: { reason: "no answer within 5 s" },
    });
  });
});

test("no simulator at all", async () => {
  await expect(virtualPower(join(folder, "none"), "F01", systemClock).on()).rejects.toMatchObject({
    failure: { code: "relay-failed", control: expect.stringContaining("board F01") },
  });
});
