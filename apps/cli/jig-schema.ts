import type { Command } from "commander";
import { tellWritten } from "./tell-written.ts";
import { writeOutput } from "./write-output.ts";

/** `flashline jig schema`: the JSON Schema of jig files, for editors. */
export const addJigSchema = (jig: Command): void => {
  jig
    .command("schema")
    .description("print the JSON Schema of jig files, for editors")
    .option("-o, --output <file>", "file to write; stdout if absent")
    .option("--force", "replace the file if it is there already")
    .addHelpText("after", HELP)
    .action(async ({ output, force }: { readonly output?: string; readonly force?: true }) => {
      const { jigJsonSchema } = await import("../../libs/jig/jig-json-schema.ts");
      const text = `${JSON.stringify(jigJsonSchema(), undefined, 2)}\n`;
      if (output === undefined) return await writeOutput(text, undefined);
      const { writeNewFile } = await import("../jig-maker/write-new-file.ts");
      await writeNewFile(output, text, force === true ? "replace" : "refuse");
      const mark = `# yaml-language-server: $schema=${output}`;
      tellWritten(output, `Editors look into it where a jig file begins with: ${mark}`);
    });
};

const HELP = `
Editors with a YAML language server complete and check a jig file that begins with the line
  # yaml-language-server: $schema=jig.schema.json

Example:
  npx flashline jig schema -o jig.schema.json`;
