import { execFileSync, spawnSync } from "node:child_process";
import { FAKE_GPIO, fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { findFlashrom } from "../support/flashrom-for-tests.ts";

/** What compiles and runs the stand-in GPIO, where that is to be had. */
const GPIO_PACKAGES = ["gcc", "pkg-config", "libfuse3-dev", "fuse3"];

const runs = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0;

const install = (packages: readonly string[]): void => {
  process.stderr.write(`Installing ${packages.join(", ")} from Debian's packages (apt-get) ...\n`);
  const root = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const [program = "env", ...rest] = [...root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  const apt = (...args: string[]): boolean => runs(program, ...rest, ...args);
  // The lists are often good enough, and fetching them takes longer than the rest.
  if (apt("install", "-y", ...packages)) return;
  apt("update");
  if (apt("install", "-y", ...packages)) return;
  throw new Error(`Install them by hand: sudo apt-get install -y ${packages.join(" ")}`);
};

/** Installs what tests run beside the program, before they start: side by side they would wait for each other. */
export const setup = (): void => {
  const hasGpio = fakeGpioObstacle === undefined;
  const missing = [
    ...(findFlashrom() === undefined ? ["flashrom"] : []),
    ...(hasGpio && !runs("pkg-config", "--exists", "fuse3") ? GPIO_PACKAGES : []),
  ];
  if (missing.length > 0) install(missing);
  if (hasGpio) execFileSync(FAKE_GPIO, ["true"]);
};
