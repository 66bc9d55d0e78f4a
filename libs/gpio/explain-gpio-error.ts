const MENDS: Readonly<Record<string, string>> = {
  EINVAL: "the kernel knows no such line: check chip and line in the jig file",
  EBUSY: "the line is held by another driver or program (gpioinfo shows which): free it",
  EACCES:
    "no permission: add the user to the group that owns /sys/class/gpio (gpio), then log in again",
  EPERM: "the line is no output any more: another program changed it; stop that and start again",
  ENODEV: "the line was taken away (unexported) by another program: stop that and start again",
  ENOENT: "the line was taken away (unexported) by another program: stop that and start again",
  MODULE_NOT_FOUND: "onoff is not installed: run npm ci, or use kind gpiod",
  ERR_MODULE_NOT_FOUND: "onoff is not installed: run npm ci, or use kind gpiod",
  ERR_DLOPEN_FAILED: "onoff is built for another Node: run npm run postinstall, or use kind gpiod",
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

/** What an error of onoff or of sysfs means, with the mend. */
export const explainGpioError = (error: unknown): string => {
  const known = MENDS[codeOf(error) ?? ""];
  if (known !== undefined) return known;
  const text = error instanceof Error ? error.message : String(error);
  if (text.startsWith("Could not locate the bindings file")) {
    return "onoff is not built: run npm run postinstall, or use kind gpiod";
  }
  return text;
};
