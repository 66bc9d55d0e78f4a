import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRedisServer } from "../../../libs/dispatch/find-redis-server.ts";
import { ensureRedisServer, type Machine } from "../../../libs/dispatch/install-redis.ts";
import { StationError } from "../../../libs/failure/station-error.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flashline-test-"));
});

afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, mode = 0o755): Promise<void> =>
  writeFile(join(folder, name), "#!/bin/sh\n", { mode });

/** A machine whose commands end as `codeOf` says; a successful installation puts the server there. */
const makeMachine = (uid: number, codeOf: (command: string) => number) => {
  const commands: string[] = [];
  const said: string[] = [];
  const machine: Machine = {
    path: folder,
    uid,
    say: (text) => said.push(text),
    run: async (argv) => {
      const command = argv.join(" ");
      commands.push(command);
      const code = codeOf(command);
      if (code === 0 && command.includes(" install ")) await put("redis-server");
      return { code, lastLine: code === 0 ? "" : "E: \x1b[31mno luck" };
    },
  };
  return { machine, commands, said };
};

const APT = "env DEBIAN_FRONTEND=noninteractive apt-get";
const INSTALL = `${APT} install -y --no-install-recommends redis-server`;

test("finds Redis before Valkey, and only what can be run", async () => {
  await put("redis-server", 0o644);
  expect(findRedisServer(`/nonesuch::${folder}`)).toBeUndefined();
  await put("valkey-server");
  expect(findRedisServer(`/nonesuch::${folder}`)).toBe(join(folder, "valkey-server"));
  await rm(join(folder, "redis-server"));
  await put("redis-server");
  expect(findRedisServer(folder)).toBe(join(folder, "redis-server"));
});

test("takes a server that is there and runs nothing", async () => {
  await put("valkey-server");
  const { machine, commands, said } = makeMachine(0, () => 0);
  expect(await ensureRedisServer(machine)).toBe(join(folder, "valkey-server"));
  expect([commands, said]).toEqual([[], []]);
});

test("installs as root, saying so", async () => {
  await put("apt-get");
  const { machine, commands, said } = makeMachine(0, () => 0);
  expect(await ensureRedisServer(machine)).toBe(join(folder, "redis-server"));
  expect(commands).toEqual([INSTALL]);
  expect(said).toEqual(["Installing redis-server from Debian's packages (apt-get) ..."]);
});

test("fetches the package lists when the first try fails", async () => {
  await put("apt-get");
  let updated = false;
  const { machine, commands } = makeMachine(0, (command) => {
    updated ||= command.endsWith("update");
    return updated ? 0 : 100;
  });
  await ensureRedisServer(machine);
  expect(commands).toEqual([INSTALL, `${APT} update`, INSTALL]);
});

test("installs with a sudo that asks for no password", async () => {
  await Promise.all([put("apt-get"), put("sudo")]);
  const { machine, commands } = makeMachine(1000, () => 0);
  await ensureRedisServer(machine);
  expect(commands).toEqual(["sudo -n true", `sudo -n ${INSTALL}`]);
});

test.each([
  { name: "no apt-get", programs: [], uid: 0, why: "there is no apt-get" },
  { name: "no sudo", programs: ["apt-get"], uid: 1000, why: "takes root or a sudo" },
  { name: "sudo asks", programs: ["apt-get", "sudo"], uid: 1000, why: "takes root or a sudo" },
  { name: "apt-get fails", programs: ["apt-get"], uid: 0, why: "(E: \\x1b[31mno luck)" },
])("says in one message how to install it by hand: $name", async ({ programs, uid, why }) => {
  await Promise.all(programs.map((program) => put(program)));
  const { machine } = makeMachine(uid, () => 1);
  const error: unknown = await ensureRedisServer(machine).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StationError);
  for (const part of [why, "apt-get install", "dnf install", "docker run"]) {
    expect(String(error)).toContain(part);
  }
});
