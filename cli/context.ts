import type * as awsCommands from "./awsCommands";
import type * as programCommands from "./dump/commands";
import type * as pageCommands from "./pageCommands";

/** What a command needs of the process that runs it. */
export interface CommandContext {
  /** Takes the result, and nothing but it. */
  readonly writeResult: (text: string) => void;
  /** Takes everything else, without its line end. */
  readonly writeNote: (line: string) => void;
  /** Whether the result goes to a terminal that shows colours. */
  readonly colour: boolean;
  /** Folder of the project. */
  readonly projectFolder: string;
  /** Today as year-month-day: the day of the test unless `--on` names another. */
  readonly today: string;
  /** The Pulumi program: its source or what was built of it. */
  readonly programFile: string;
  /** What runs the Pulumi program, loaded only by the commands that need it: the SDK takes a second. */
  readonly loadProgramCommands: () => Promise<typeof programCommands>;
  /** What asks AWS, loaded only by the commands that do: main.js holds nothing of the AWS SDK. */
  readonly loadAwsCommands: () => Promise<typeof awsCommands>;
  /** What makes the HTML page, loaded only for it: it holds a drawing and a chart program. */
  readonly loadPageCommands: () => Promise<typeof pageCommands>;
}
