/** Columns of a terminal that everything fits. */
export const WIDTH = 80;

/** Text in lines of at most 80 columns, each after `indent`. A word longer than a line is split. */
export const wrapText = (text: string, indent: string): string => {
  const room = WIDTH - indent.length;
  const words = text
    .split(" ")
    .flatMap((word) => word.match(new RegExp(`.{1,${room}}`, "gu")) ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => indent + line).join("\n");
};
