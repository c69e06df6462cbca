// Checks the TypeScript of the README that is given, as strictly as its readers may, and makes samples.js of it.
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

/** What the first sample takes for granted. */
const SURROUNDINGS = "declare const rawBody: Buffer;\ndeclare const headers: Record<string, string>;\n";

const blocks = [...readFileSync(process.argv[2], "utf8").matchAll(/^```ts\n(.*?)^```/gms)].map((block) => block[1]);
if (blocks.length !== 2) throw new Error(`${blocks.length} samples, of which two are known here`);
const [library, others] = blocks;
writeFileSync("library.ts", SURROUNDINGS + library);
writeFileSync("samples.ts", others);
const program = ts.createProgram(["library.ts", "samples.ts"], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ["node"],
  strict: true,
  skipLibCheck: true,
});
const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => ".", getNewLine: () => "\n" };
console.log(ts.formatDiagnostics(problems, host));
process.exitCode = problems.length ? 1 : 0;
