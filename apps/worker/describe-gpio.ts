import { chooseBackend } from "../../libs/gpio/choose-backend.ts";
import { isGpioLine, type WiredFixture } from "../../libs/jig/jig.ts";
import { panelLinesOf } from "../../libs/jig/panel-lines.ts";

/** For people: by what the GPIO lines of nests are driven, where it is not what their kind says. */
export const describeGpio = async (nests: readonly WiredFixture[]): Promise<string | undefined> => {
  const controls = nests.flatMap(({ power, reset }) => [power, reset]).filter(isGpioLine);
  const panels = nests.flatMap(panelLinesOf).map(({ line }) => line);
  const first = [...controls, ...panels].find(({ kind }) => kind === "gpio");
  if (first === undefined || (await chooseBackend(first)) === "sysfs") return undefined;
  return "This kernel has no sysfs GPIO: lines of kind gpio go through the character device, by libgpiod's tools.";
};
