/**
 * Who holds the lines, in what gpioinfo prints for one chip; free lines are absent.
 * libgpiod 1: `line 17: unnamed "sysfs" output active-high [used]`; an unused one says `unused`.
 * libgpiod 2: `line 17: "GPIO17" output consumer="sysfs"`.
 */
export const parseConsumers = (text: string): ReadonlyMap<number, string> => {
  const consumers = new Map<number, string>();
  for (const [, line, rest = ""] of text.matchAll(/^\s*line\s+(\d{1,6}):(.*)$/gm)) {
    const [, byTwo] = /\bconsumer="?([^"]*)"?/.exec(rest) ?? [];
    const [, byOne] = /^\s*(?:unnamed|"[^"]*")\s+(?:"([^"]*)"|unused\b)/.exec(rest) ?? [];
    const isUsed = /\[used\b/.test(rest) || byTwo !== undefined;
    if (isUsed) consumers.set(Number(line), byTwo ?? byOne ?? "the kernel");
  }
  return consumers;
};
