import type { Command } from "commander";
import { tellWritten } from "./tell-written.ts";
import { writeOutput } from "./write-output.ts";

/** One kind of file that people write. */
export interface SchemaSubject {
  /** Of the parent command, and of the schema's file in the help. */
  readonly kind: string;
  /** As a sentence names one, such as `a jig file`. */
  readonly one: string;
  /** Gives the JSON Schema. */
  readonly load: () => Promise<object>;
}

/** Adds `schema` to a kind's command: prints the JSON Schema of its files, for editors. */
export const addSchemaCommand = (parent: Command, { kind, one, load }: SchemaSubject): void => {
  parent
    .command("schema")
    .description(`print the JSON Schema of ${kind} files, for editors`)
    .option("-o, --output <file>", "file to write; stdout if absent")
    .option("--force", "replace the file if it is there already")
    .addHelpText("after", helpOn(kind))
    .action(async ({ output, force }: { readonly output?: string; readonly force?: true }) => {
      const text = `${JSON.stringify(await load(), undefined, 2)}\n`;
      if (output === undefined) return await writeOutput(text, undefined);
      const { writeNewFile } = await import("../jig-maker/write-new-file.ts");
      await writeNewFile(output, text, force === true ? "replace" : "refuse");
      const mark = `# yaml-language-server: $schema=${output}`;
      tellWritten(output, `Editors look into it where ${one} begins with: ${mark}`);
    });
};

const helpOn = (kind: string): string => `
Editors with a YAML language server complete and check a ${kind} file that begins with the line
  # yaml-language-server: $schema=${kind}.schema.json

Example:
  npx flashline ${kind} schema -o ${kind}.schema.json`;
