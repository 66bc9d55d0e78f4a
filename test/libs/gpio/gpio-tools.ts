import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolGeneration } from "../../../libs/gpio/gpiod-commands.ts";

/**
 * Stand-ins for libgpiod's tools, of either generation, on a chip "fake" of 64 lines. As the real
 * ones (libgpiod v1.6.3 and v2.2.1, tools/gpioset.c) they hold a line while they live, take it from nobody,
 * and are strict about their arguments. The name of the open file is as the kernel's.
 */
export interface GpioTools extends Disposable {
  /** To be put before PATH. */
  readonly folder: string;
  /** Every level that was driven, in order: "17=1". */
  driven(): readonly string[];
  /** What a line's wire is at now: driven, else as its circuit rests. */
  level(line: number): "0" | "1";
  /** Sets what a line rests at. */
  pull(line: number, level: 0 | 1): void;
  /** How often `gpioget` ran. */
  reads(): number;
  /** The process that holds a line. */
  holderOf(line: number): number;
  /** What every tool complains of from now on; nothing: they work. */
  complain(text: string | undefined): void;
}

const VERSIONS = { 1: "v1.6.3", 2: "v2.2.1" } as const;

export const makeGpioTools = (generation: ToolGeneration): GpioTools => {
  const folder = mkdtempSync(join(tmpdir(), "gpio-tools-"));
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const readOr = (path: string, other: string): string =>
    existsSync(path) ? readFileSync(path, "utf8").trim() : other;
  const write = (name: string, text: string): void => {
    const version = `gpiodetect (libgpiod) ${VERSIONS[generation]}`;
    const first = `if [ "$1" = --version ]; then echo '${version}'; exit; fi`;
    writeFileSync(at(name), `#!/bin/sh\nhome='${folder}'\n${first}\n${COMMON}${text}`);
    chmodSync(at(name), 0o755);
  };
  const { set, get } = SCRIPTS[generation];
  mkdirSync(at("lines"));
  writeFileSync(at("driven"), "");
  writeFileSync(at("reads"), "");
  write("gpiodetect", DETECT);
  write("gpioset", set);
  write("gpioget", get);
  const holderOf = (line: number): number => Number(readOr(at("lines", `${line}`, "holder"), "0"));
  const isHeld = (line: number): boolean => existsSync(`/proc/${holderOf(line)}/fd/8`);
  return {
    folder,
    driven: () => readFileSync(at("driven"), "utf8").split("\n").slice(0, -1),
    level: (line) => {
      const file = isHeld(line) ? "level" : "pull";
      return readOr(at("lines", `${line}`, file), "0") === "1" ? "1" : "0";
    },
    pull: (line, level) => {
      mkdirSync(at("lines", `${line}`), { recursive: true });
      writeFileSync(at("lines", `${line}`, "pull"), `${level}\n`);
    },
    reads: () => readFileSync(at("reads"), "utf8").length,
    holderOf,
    complain: (text) => {
      if (text === undefined) rmSync(at("complaint"));
      else writeFileSync(at("complaint"), `${text}\n`);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
};

const COMMON = `
if [ -e "$home/complaint" ]; then cat "$home/complaint" >&2; exit 1; fi
die() { echo "$(basename "$0"): $1" >&2; exit 1; }
# Takes line $1 at level $2, or dies.
take() {
  [ "$1" -lt 64 ] || die 'Invalid argument'
  mkdir -p "$home/lines/$1"
  exec 8>>"$home/lines/$1/lock"
  flock -n 8 || die "$busy: Device or resource busy"
  echo "$2" >"$home/lines/$1/level"
  echo $$ >"$home/lines/$1/holder"
  echo "$1=$2" >>"$home/driven"
}
# Prints the level at which line $1 rests, or dies.
look() {
  mkdir -p "$home/lines/$1"
  exec 8>>"$home/lines/$1/lock"
  flock -n 8 || die "$busy: Device or resource busy"
  cat "$home/lines/$1/pull" 2>/dev/null || echo 0
  exec 8>&-
}
`;

const DETECT = `
echo 'gpiochip0 [fake] (64 lines)'
echo 'gpiochip1 [twin] (8 lines)'
echo 'gpiochip2 [twin] (8 lines)'
`;

const SCRIPTS: Readonly<Record<ToolGeneration, { readonly set: string; readonly get: string }>> = {
  1: {
    set: `
busy='error setting the GPIO line values'
[ $# = 3 ] && [ "$1 $2" = '--mode=wait gpiochip0' ] || die "not as v1 has it: $*"
take "\${3%=*}" "\${3#*=}"
exec 9>"$home/lines/\${3%=*}/gpio-linehandle"
read -r enter
`,
    get: `
busy='error reading GPIO values'
[ "$1" = gpiochip0 ] || die "not as v1 has it: $*"
shift
printf x >>"$home/reads"
said=
for line; do value=$(look "$line") || exit 1; said="$said $value"; done
echo $said
`,
  },
  2: {
    set: `
busy="unable to request lines on chip '/dev/gpiochip0'"
[ $# = 6 ] && [ "$1 $2 $3 $4 $5" = '--banner --consumer flashline --chip gpiochip0' ] ||
  die "not as v2 has it: $*"
take "\${6%=*}" "\${6#*=}"
echo "Setting line '\${6%=*}'..."
mkfifo "$home/never" 2>/dev/null
exec 9>"$home/lines/\${6%=*}/gpio-line"
read -r never <>"$home/never"
`,
    get: `
busy='unable to request lines'
[ "$1 $2 $3" = '--numeric --chip gpiochip0' ] || die "not as v2 has it: $*"
shift 3
printf x >>"$home/reads"
said=
for line; do value=$(look "$line") || exit 1; said="$said $value"; done
echo $said
`,
  },
};

/** Libgpiod's tools found first, until put away. */
export const gpioToolsOnPath = (generation: ToolGeneration): GpioTools => {
  const tools = makeGpioTools(generation);
  const path = process.env.PATH ?? "";
  process.env.PATH = `${tools.folder}:${path}`;
  return {
    ...tools,
    [Symbol.dispose]: () => {
      process.env.PATH = path;
      tools[Symbol.dispose]();
    },
  };
};
