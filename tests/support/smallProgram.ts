import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** A Pulumi program for tests of what runs programs: reads the sizing, registers one resource, has one output. */
const { length } = new pulumi.Config("thingsboard-scale").requireObject<{ length: number }>(
  "sizing",
);
if (length < 8) {
  throw new pulumi.RunError(`length: given ${String(length)}, allowed 8 or more`);
}
const password = new random.RandomPassword(`${pulumi.getStack()}-password`, { length });

export const result = password.result;
