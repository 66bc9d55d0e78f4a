/** Which signs a terminal can show; `plain` is ASCII. */
export type BarStyle = "drawn" | "plain";

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of `part` (0 to 1) of `width` columns. What is not nothing is seen. */
export const drawBar = (part: number, width: number, style: BarStyle): string => {
  const inner = Math.min(Math.max(part, 0), 1) * width;
  if (style === "plain") return "#".repeat(inner > 0 ? Math.max(1, Math.round(inner)) : 0);
  const eighths = inner > 0 ? Math.max(1, Math.round(inner * 8)) : 0;
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
};

const LEVELS = { drawn: " ▁▂▃▄▅▆▇█", plain: " .:-=+*#@" } as const;

/** Numbers as a row of columns side by side, the greatest as high as a line of text. */
export const drawColumns = (values: readonly number[], style: BarStyle): string => {
  const levels = LEVELS[style];
  const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  return values
    .map((value) => levels[Math.ceil((value / Math.max(most, 1)) * (levels.length - 1))] ?? "")
    .join("");
};
