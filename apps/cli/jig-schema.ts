import type { Command } from "commander";
import { writeOutput } from "./write-output.ts";

/** `flashline jig schema`: the JSON Schema of jig files, for editors. */
export const addJigSchema = (jig: Command): void => {
  jig
    .command("schema")
    .description("print the JSON Schema of jig files, for editors")
    .option("-o, --output <file>", "file to write; stdout if absent")
    .addHelpText("after", HELP)
    .action(async ({ output }: { readonly output?: string }) => {
      const { jigJsonSchema } = await import("../../libs/jig/jig-json-schema.ts");
      await writeOutput(`${JSON.stringify(jigJsonSchema(), undefined, 2)}\n`, output);
    });
};

const HELP = `
Editors with a YAML language server complete and check a jig file that begins with the line
  # yaml-language-server: $schema=jig.schema.json

Example:
  flashline jig schema -o jig.schema.json`;
