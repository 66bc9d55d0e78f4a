// Run by npm after every install: makes onoff's native part (epoll) loadable by the Node that runs
// Flashline. npm itself runs on the machine's Node, and would compile it for that one. Never fails
// an install: without GPIO everything but `kind: gpio` in a jig file works.
import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), "node_modules");
const nodeFolder = join(modules, `node-linux-${process.arch}`);
const node = join(nodeFolder, "bin/node");
const epoll = join(modules, "epoll");

const loads = () => {
  try {
    execFileSync(node, ["-e", "require('epoll')"], { cwd: epoll, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const findNodeGyp = () => {
  const npm = process.env.npm_execpath ?? execFileSync("sh", ["-c", "command -v npm"]).toString();
  const candidates = [
    process.env.npm_config_node_gyp,
    join(dirname(realpathSync(npm.trim())), "../node_modules/node-gyp/bin/node-gyp.js"),
  ];
  const found = candidates.find((file) => file !== undefined && existsSync(file));
  if (found === undefined) throw new Error("npm's node-gyp was not found");
  return found;
};

const build = () => {
  // The environment, not --nodedir: npm's own environment would win over the option.
  const env = { ...process.env, npm_config_nodedir: nodeFolder };
  execFileSync(node, [findNodeGyp(), "rebuild"], { cwd: epoll, env, stdio: "pipe" });
};

const reasonOf = (error) => {
  const lines = `${error.stderr ?? ""}`.split("\n");
  const told = lines.find((line) => /gyp ERR! stack|error:|not found/.test(line));
  return (told ?? error.message).replace("gyp ERR! stack", "").split("\n")[0].trim();
};

const prepare = () => {
  if (!existsSync(epoll)) return "the optional package onoff is not installed";
  if (!existsSync(node)) return `the optional package node-linux-${process.arch} is not installed`;
  if (loads()) return undefined;
  try {
    build();
  } catch (error) {
    return `its native part was not built (${reasonOf(error)}); install make, g++ and python3, then: npm run postinstall`;
  }
  return loads() ? undefined : "its native part was built but does not load";
};

const trouble = prepare();
if (trouble !== undefined) console.warn(`flashline: GPIO by onoff is off: ${trouble}`);
