const MENDS: readonly (readonly [RegExp, string])[] = [
  [
    /Device or resource busy/,
    'the line is held by another driver or program (gpioinfo shows which): free it; "sysfs" is what kind gpio left, until the machine starts again',
  ],
  [
    /Permission denied|Operation not permitted/,
    "no permission: add the user to the group that owns /dev/gpiochip* (gpio), then log in again",
  ],
  [
    /No such file or directory|cannot find GPIO chip|No such device/,
    "the GPIO chip is gone: plug it in, or load its driver",
  ],
  [
    /Invalid argument|out of range|cannot find line/,
    "the kernel knows no such line: check chip and line in the jig file",
  ],
];

/** What one of libgpiod's tools complained of, with the mend; unknown complaints as they came. */
export const explainToolError = (complaint: string): string => {
  const known = MENDS.find(([text]) => text.test(complaint))?.[1];
  return known ?? (complaint.trim().split("\n").at(-1)?.trim() || "it said nothing");
};

/** Whether a tool found its line in use. */
export const isBusy = (complaint: string): boolean => /Device or resource busy/.test(complaint);

/** Why a program could not be started, with the mend. */
export const explainMissingTool = (program: string, error: Error): string => {
  const isMissing = "code" in error && error.code === "ENOENT";
  if (!isMissing) return `${program} could not be started (${error.message})`;
  const name = program === "setpriv" ? "util-linux" : "gpiod";
  return `${program} is not installed: sudo apt install ${name}`;
};
