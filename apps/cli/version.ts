import { readFileSync } from "node:fs";

/** Looks upwards for our own package.json: sources and the built program lie at different depths. */
const readVersion = (folder: URL): string => {
  try {
    const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
    return String(version);
  } catch (error) {
    const above = new URL("..", folder);
    if (above.href === folder.href) throw error;
    return readVersion(above);
  }
};

/** The version of this program, as package.json has it. */
export const PROGRAM_VERSION: string = readVersion(new URL(".", import.meta.url));
