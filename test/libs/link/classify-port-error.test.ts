import { expect, test } from "vitest";
import { classifyPortError } from "../../../libs/link/classify-port-error.ts";

test.each([
  ["Error: No such file or directory, cannot open /dev/ttyUSB7", "missing"],
  ["Error: No such device or address, cannot open /dev/ttyUSB0", "missing"],
  ["Error: No such device, cannot open /dev/ttyUSB0", "missing"],
  ["Error: Permission denied, cannot open /dev/ttyUSB0", "denied"],
  ["Error: Operation not permitted, cannot open /dev/ttyUSB0", "denied"],
  ["Error Resource temporarily unavailable Cannot lock port", "busy"],
  ["Error: Device or resource busy, cannot open /dev/ttyUSB0", "busy"],
  ["Error: Inappropriate ioctl for device, cannot set", "no-modem-lines"],
  ["Error: Inappropriate ioctl for device, cannot get", "no-modem-lines"],
  ["Inappropriate ioctl for device, cannot set", "no-modem-lines"],
  ["Error: Input/output error, cannot set", "unplugged"],
  ["Error: No such device, cannot set", "unplugged"],
  ["Error: Input/output error, cannot open /dev/ttyUSB0", "unplugged"],
  ["EIO: i/o error, write", "unplugged"],
  ["ENXIO: no such device or address, read", "unplugged"],
  ["bad file descriptor", "unplugged"],
  ["i/o error", "unplugged"],
  ["Port is not open", "unplugged"],
  ["Error: Inappropriate ioctl for device setting custom baud rate of 115200", "other"],
  ["Error: Something else, cannot open /dev/Permission denied", "other"],
])("%s: %s", (text, kind) => {
  expect(classifyPortError(new Error(text))).toMatchObject({ kind });
});

test("a disconnect in words nobody knows is an unplug", () => {
  const error = Object.assign(new Error("gone fishing"), { disconnected: true });
  expect(classifyPortError(error)).toEqual({ kind: "unplugged" });
});

test("what is no error at all is told as it is", () => {
  expect(classifyPortError("why")).toEqual({ kind: "other", text: "why" });
});
