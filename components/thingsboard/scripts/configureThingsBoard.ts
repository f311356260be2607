/** What the script below reads as JSON: nothing in it is secret. */
export interface RestSettings {
  /** `http://tb-core:8080`. */
  readonly restEndpoint: string;
  /** Seconds after which a ThingsBoard that does not answer is a failure. */
  readonly deadlineSeconds: number;
  readonly accounts: readonly AccountSetting[];
  readonly queues: readonly {
    readonly name: string;
    readonly partitions: number;
    readonly consumerPerPartition: boolean;
    /** Milliseconds. */
    readonly packProcessingTimeout: number;
  }[];
}

export interface AccountSetting {
  readonly username: string;
  /** Password that the vendor's install gives it, known to everybody. */
  readonly publishedPassword: string;
  /** File with the generated password. */
  readonly passwordFile: string;
  readonly role: "sysadmin" | "tenant" | "customer";
}

/**
 * Run by Node 20 or later in the cluster: replaces the published passwords by the generated ones, then sets the
 * queues. Each step looks first, so that it can be run again. Plain text, not a compiled function: it is the same,
 * character by character, whatever loads this module. Environment: SETTINGS_FILE. Passwords come from files and are never
 * printed. Calls and bodies: thingsboard v4.3.1.3, AuthController.java, UserController.java and QueueController.java.
 */
export const configureThingsBoard = `import { readFile } from "node:fs/promises";

class Failure extends Error {}

const settings = JSON.parse(await readFile(process.env.SETTINGS_FILE, "utf8"));
const deadline = Date.now() + settings.deadlineSeconds * 1000;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Answers of 500 and above, 429, and no answer at all are waited out until the deadline; every other one is returned.
async function call(method, path, token, body) {
  for (;;) {
    let problem;
    try {
      const answer = await fetch(settings.restEndpoint + path, {
        method,
        headers: {
          "Content-Type": "application/json",
          ...(token === undefined ? {} : { "X-Authorization": "Bearer " + token }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30000),
      });
      const text = await answer.text();
      if (answer.status < 500 && answer.status !== 429) {
        return { status: answer.status, value: parse(text) };
      }
      problem = "status " + answer.status;
    } catch (error) {
      problem = error.cause?.code ?? error.name;
    }
    if (Date.now() > deadline) {
      throw new Failure(
        "ThingsBoard at " + settings.restEndpoint + " did not answer " + method + " " + path + " within " +
          settings.deadlineSeconds + " s: " + problem + ".",
      );
    }
    await pause(settings.pauseMs ?? 5000);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function expectOk(what, method, path, token, body) {
  const { status, value } = await call(method, path, token, body);
  if (status !== 200) {
    throw new Failure(what + " failed with status " + status + ": " + (value?.message ?? "no reason given") + ".");
  }
  return value;
}

// A token, or undefined where the password is not the account's.
async function login(username, password) {
  const { status, value } = await call("POST", "/api/auth/login", undefined, { username, password });
  if (status === 401) {
    return undefined;
  }
  if (status !== 200 || typeof value?.token !== "string") {
    throw new Failure("The login of " + username + " failed with status " + status + ": " + (value?.message ?? "no token") + ".");
  }
  return value.token;
}

// The generated password first: then a second run changes nothing.
async function ownPassword(account) {
  const generated = (await readFile(account.passwordFile, "utf8")).trim();
  if (generated === "" || generated === account.publishedPassword) {
    throw new Failure("No generated password for " + account.username + " in " + account.passwordFile + ".");
  }
  const token = await login(account.username, generated);
  if (token !== undefined) {
    console.log(account.username + ": has its generated password.");
    return token;
  }
  const published = await login(account.username, account.publishedPassword);
  if (published === undefined) {
    throw new Failure(
      account.username + " accepts neither the generated nor the published password: somebody has changed it. " +
        "Set it back to the one in the Secret tb-accounts, then run the update again.",
    );
  }
  // What counts is the login after it: an answer that was lost may still have changed the password.
  const change = await call("POST", "/api/auth/changePassword", published, {
    currentPassword: account.publishedPassword,
    newPassword: generated,
  });
  const changed = await login(account.username, generated);
  if (changed === undefined) {
    throw new Failure(
      "The password of " + account.username + " could not be changed: status " + change.status + ": " +
        (change.value?.message ?? "no reason given") + ".",
    );
  }
  if ((await login(account.username, account.publishedPassword)) !== undefined) {
    throw new Failure(account.username + " still accepts its published password.");
  }
  console.log(account.username + ": published password replaced.");
  return changed;
}

// Names of the tenant's users: a demo customer that somebody deleted needs no password.
async function usersOf(token) {
  const names = [];
  for (let page = 0; ; page += 1) {
    const part = await expectOk("Reading the users", "GET", "/api/users?pageSize=100&page=" + page, token);
    names.push(...part.data.map((user) => user.email.toLowerCase()));
    if (!part.hasNext) {
      return names;
    }
  }
}

const wanted = ({ partitions, consumerPerPartition, packProcessingTimeout }) =>
  ({ partitions, consumerPerPartition, packProcessingTimeout });
const same = (queue, values) => Object.keys(values).every((key) => queue[key] === values[key]);

async function setQueue(setting, token) {
  const path = "/api/queues/name/" + encodeURIComponent(setting.name);
  const values = wanted(setting);
  const queue = await expectOk("Reading the queue " + setting.name, "GET", path, token);
  if (same(queue, values)) {
    console.log("Queue " + setting.name + ": is as stated.");
    return;
  }
  // The whole object as it was read: what is left out would be erased.
  await expectOk("Setting the queue " + setting.name, "POST", "/api/queues?serviceType=TB-RULE-ENGINE", token, {
    ...queue,
    ...values,
  });
  const now = await expectOk("Reading the queue " + setting.name, "GET", path, token);
  if (!same(now, values)) {
    throw new Failure(
      "The queue " + setting.name + " was set to " + JSON.stringify(values) + " but reads " + JSON.stringify(wanted(now)) + ".",
    );
  }
  console.log("Queue " + setting.name + ": set to " + JSON.stringify(values) + ".");
}

async function run() {
  let sysadmin;
  let users = [];
  for (const account of settings.accounts) {
    if (account.role === "customer" && !users.includes(account.username.toLowerCase())) {
      console.log(account.username + ": does not exist.");
      continue;
    }
    const token = await ownPassword(account);
    if (account.role === "sysadmin") {
      sysadmin = token;
    }
    if (account.role === "tenant") {
      users = await usersOf(token);
    }
  }
  for (const queue of settings.queues) {
    await setQueue(queue, sysadmin);
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Failure ? error.message : "Unexpected failure: " + error.message);
  process.exitCode = 1;
}
`;
