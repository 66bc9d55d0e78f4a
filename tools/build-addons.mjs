// Run by npm after every install: makes the native parts of optional packages loadable by the Node that
// runs Flashline. npm itself runs on the machine's Node, and would compile them for that one. Never fails
// an install: without them everything works but what in a jig file needs them.
import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What each is for, the package that npm is asked for, and the one with the native part. */
const ADDONS = [
  { use: "GPIO by onoff", asked: "onoff", native: "epoll" },
  { use: "SPI by spidev", asked: "spi-device", native: "spi-device" },
];

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), "node_modules");
const nodeFolder = join(modules, `node-linux-${process.arch}`);
const node = join(nodeFolder, "bin/node");

const loads = (name) => {
  try {
    execFileSync(node, ["-e", `require('${name}')`], { cwd: join(modules, name), stdio: "ignore" });
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

const build = (name) => {
  // The environment, not --nodedir: npm's own environment would win over the option.
  const env = { ...process.env, npm_config_nodedir: nodeFolder };
  execFileSync(node, [findNodeGyp(), "rebuild"], { cwd: join(modules, name), env, stdio: "pipe" });
};

const reasonOf = (error) => {
  const lines = `${error.stderr ?? ""}`.split("\n");
  const told = lines.find((line) => /gyp ERR! stack|error:|not found/.test(line));
  return (told ?? error.message).replace("gyp ERR! stack", "").split("\n")[0].trim();
};

const prepare = ({ asked, native }) => {
  if (!existsSync(join(modules, native))) return `the optional package ${asked} is not installed`;
  if (!existsSync(node)) return `the optional package node-linux-${process.arch} is not installed`;
  if (loads(native)) return undefined;
  try {
    build(native);
  } catch (error) {
    return `its native part was not built (${reasonOf(error)}); install make, g++ and python3, then: npm run postinstall`;
  }
  return loads(native) ? undefined : "its native part was built but does not load";
};

for (const addon of ADDONS) {
  const trouble = prepare(addon);
  if (trouble !== undefined) console.warn(`flashline: ${addon.use} is off: ${trouble}`);
}
