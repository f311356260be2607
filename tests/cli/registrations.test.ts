import { strict as assert } from "node:assert";
import { gzipSync } from "node:zlib";
import { runtime } from "@pulumi/pulumi";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { readRegistration, readRegistrations, readUserData } from "../../cli/dump/registrations";

const URN = "urn:pulumi:dev::thingsboard-scale::";

function registration(
  inputs: Record<string, JavaScriptValue> = {},
  name = "one",
): RegisterResourceRequest {
  return new RegisterResourceRequest()
    .setType("aws:ec2/vpc:Vpc")
    .setName(name)
    .setParent(`${URN}pulumi:pulumi:Stack::thingsboard-scale-dev`)
    .setObject(Struct.fromJavaScript(inputs));
}

function signed(signature: string, fields: Record<string, JavaScriptValue>): JavaScriptValue {
  return { [runtime.specialSigKey]: signature, ...fields };
}

function inputsOf(inputs: Record<string, JavaScriptValue>): object {
  return readRegistration(registration(inputs)).inputs;
}

describe("a registration as a row", () => {
  it("has no parent when the stack is its parent, and otherwise type and name of it", () => {
    assert.equal(readRegistration(registration()).parent, null);
    const child = registration().setParent(`${URN}a:b:Outer$a:b:Tier::data`);
    assert.equal(readRegistration(child).parent, "a:b:Tier::data");
  });

  it("has no options when none is set", () => {
    assert.deepEqual(readRegistration(registration()).options, {});
  });

  it("has each option that is set", () => {
    const request = registration()
      .setProtect(false)
      .setRetainondelete(true)
      .setDeletebeforereplace(false)
      .setDeletebeforereplacedefined(true)
      .setDeletedwith(`${URN}a:b:Tier$kubernetes:core/v1:Namespace::thingsboard`)
      .setIgnorechangesList(["spec.suspend", "spec.replicas"])
      .setReplaceonchangesList(["name"])
      .setReplaceWithList([`${URN}aws:kms/key:Key::secrets`])
      .setImportid("vpc-1")
      .setProvider(`${URN}a:b:Tier$pulumi:providers:aws::fleet::pulumi:providers:aws::fleet`)
      .setCustomtimeouts(new RegisterResourceRequest.CustomTimeouts().setCreate("20m"));
    request.getProvidersMap().set("aws", `${URN}pulumi:providers:aws::fleet::id`);
    assert.deepEqual(readRegistration(request).options, {
      customTimeouts: { create: "20m" },
      deleteBeforeReplace: false,
      deletedWith: "kubernetes:core/v1:Namespace::thingsboard",
      ignoreChanges: ["spec.replicas", "spec.suspend"],
      importId: "vpc-1",
      protect: false,
      provider: "pulumi:providers:aws::fleet",
      providers: { aws: "pulumi:providers:aws::fleet" },
      replaceOnChanges: ["name"],
      replaceWith: ["aws:kms/key:Key::secrets"],
      retainOnDelete: true,
    });
  });

  it("depends on what the program names beyond its inputs", () => {
    const request = registration().setDependenciesList([
      `${URN}aws:kms/key:Key::z`,
      `${URN}aws:kms/key:Key::a`,
      `${URN}aws:kms/key:Key::implied`,
    ]);
    const implied = new RegisterResourceRequest.PropertyDependencies();
    implied.setUrnsList([`${URN}aws:kms/key:Key::implied`]);
    request.getPropertydependenciesMap().set("key", implied);
    assert.deepEqual(readRegistration(request).options, {
      dependsOn: ["aws:kms/key:Key::a", "aws:kms/key:Key::z"],
    });
  });

  it("has the aliases that a program gives, not the former types that an SDK adds", () => {
    const request = registration();
    const ofSdk = new Alias.Spec().setType("aws:old/vpc:Vpc").setParenturn(request.getParent());
    const moved = new Alias.Spec().setParenturn(`${URN}a:b:Tier::data`);
    request.setAliasesList([
      new Alias().setSpec(ofSdk),
      new Alias().setSpec(moved),
      new Alias().setSpec(new Alias.Spec().setName("network").setNoparent(true)),
      new Alias().setUrn(`${URN}aws:ec2/vpc:Vpc::main`),
    ]);
    assert.deepEqual(readRegistration(request).options, {
      aliases: [
        { parent: "a:b:Tier::data" },
        { name: "network", noParent: true },
        "aws:ec2/vpc:Vpc::main",
      ],
    });
  });

  it("sorts the keys of inputs at every depth", () => {
    assert.equal(
      JSON.stringify(inputsOf({ b: { d: 1, c: [{ f: true, e: null }] }, a: "x" })),
      '{"a":"x","b":{"c":[{"e":null,"f":true}],"d":1}}',
    );
  });

  it("reads references, unknown values, secrets, output values and assets", () => {
    const { specialSecretSig, specialResourceSig, specialOutputValueSig } = runtime;
    const reference = `${URN}a:b:Tier$aws:kms/key:Key::secrets`;
    assert.deepEqual(
      inputsOf({
        asset: signed(runtime.specialAssetSig, { text: "hello" }),
        archive: signed(runtime.specialArchiveSig, { path: "chart.tgz" }),
        output: signed(specialOutputValueSig, {
          value: [1, signed(specialSecretSig, { value: 2 })],
        }),
        outputSecret: signed(specialOutputValueSig, { value: "pw", secret: true }),
        outputUnknown: signed(specialOutputValueSig, { dependencies: [reference] }),
        reference: signed(specialResourceSig, { urn: reference, id: "key-1" }),
        secret: signed(specialSecretSig, { value: { password: "pw" } }),
        unknown: [runtime.unknownValue],
        urn: reference,
      }),
      {
        asset: { asset: { text: "hello" } },
        archive: { archive: { path: "chart.tgz" } },
        output: [1, "<secret>"],
        outputSecret: "<secret>",
        outputUnknown: "<unknown>",
        reference: "aws:kms/key:Key::secrets",
        secret: "<secret>",
        unknown: ["<unknown>"],
        urn: "aws:kms/key:Key::secrets",
      },
    );
  });

  it("shows user data as text, packed or not, and leaves text as it is", () => {
    const script = "#!/bin/bash\necho hello\n";
    assert.equal(readUserData(Buffer.from(script).toString("base64")), script);
    assert.equal(readUserData(gzipSync(script).toString("base64")), script);
    assert.equal(readUserData(script), script);
    const encoded = Buffer.from(script).toString("base64");
    assert.deepEqual(inputsOf({ userData: encoded, userDataBase64: encoded, other: encoded }), {
      other: encoded,
      userData: script,
      userDataBase64: script,
    });
  });
});

describe("the rows of a run", () => {
  it("are in the order of type, then name, whatever the order of registration, without the stack", () => {
    const stack = registration({}, "stack").setType("pulumi:pulumi:Stack");
    const key = registration({}, "a").setType("aws:kms/key:Key");
    const rows = readRegistrations([
      key,
      registration({}, "b"),
      stack,
      registration({}, "B"),
      registration({}, "a"),
    ]);
    assert.deepEqual(
      rows.map(({ type, name }) => `${type}::${name}`),
      ["aws:ec2/vpc:Vpc::B", "aws:ec2/vpc:Vpc::a", "aws:ec2/vpc:Vpc::b", "aws:kms/key:Key::a"],
    );
  });

  it("cannot hold two of the same type and name", () => {
    assert.throws(
      () => readRegistrations([registration(), registration()]),
      /Two resources are called aws:ec2\/vpc:Vpc::one\. Give one another name\./,
    );
  });
});
