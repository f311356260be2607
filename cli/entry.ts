import { join } from "node:path";
import { ExitStatus } from "./exitStatus";
import { main } from "./main";

/** A reader that has seen enough closes the pipe, as `head` does: no fault. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    throw error;
  }
  process.exit();
});

/** The SDK takes a stack trace for every promise, which is half of a dump: none, unless asked for. */
function dropStackTraces(): void {
  const asked = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ");
  if (!asked.includes("stack-trace-limit")) {
    Error.stackTraceLimit = 0;
  }
}

/** A program that waits for itself leaves Node nothing to do, and Node would end as if all were well. */
function watchForDeadlock(): () => void {
  const report = (): void => {
    console.error("The program never finished: a resource waits for one that waits for it.");
    process.exitCode = ExitStatus.fault;
  };
  process.once("beforeExit", report);
  return () => process.removeListener("beforeExit", report);
}

async function run(): Promise<void> {
  const finished = watchForDeadlock();
  process.exitCode = await main(process.argv.slice(2), {
    writeResult: (text) => process.stdout.write(text),
    writeNote: (line) => {
      console.error(line);
    },
    // Node asks NO_COLOR, FORCE_COLOR and TERM.
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    today: new Date().toISOString().slice(0, 10),
    projectFolder: join(__dirname, "..", ".."),
    programFile: join(__dirname, "stage.js"),
    loadProgramCommands: () => {
      dropStackTraces();
      return import("./dump/commands.js");
    },
    loadAwsCommands: () => import("./awsCommands.js"),
    loadPageCommands: () => import("./pageCommands.js"),
  });
  finished();
}

void run();
