import { describe, expect, it } from "vitest";
import { secretInArguments, secretInCommand } from "../../../policies/secrets/command-secrets.ts";
import { disallowSecretsInCommands } from "../../../policies/secrets/disallow-secrets-in-commands.ts";
import { API, facts, PROJECT, resource } from "../stack-facts.ts";
import { credentials } from "./made-up-credentials.ts";

describe("S1.9 finds in a command", () => {
  it.each([
    ["JWT_SECRET=hunter22 node x", "gives JWT_SECRET a value"],
    ["export JWT_SECRET='hunter22' && node x", "gives JWT_SECRET a value"],
    ["env A=1 JWT_SECRET=hunter22 node x", "gives JWT_SECRET a value"],
    ["PGPASSWORD=hunter22 psql", "gives PGPASSWORD a value"],
    ["bash -c 'JWT_SECRET=hunter22 node x'", "gives JWT_SECRET a value"],
    [`DB_PASSWORD=\${DB_PASSWORD:-hunter22} ./x`, "gives DB_PASSWORD a value"],
    ["x --password hunter22", "gives --password a value"],
    ["x --db-password 'correct horse'", "gives --db-password a value"],
    ["x --api-key=hunter22", "gives --api-key a value"],
    ["x -password hunter22", "gives -password a value"],
    ["node x --apiKey hunter22", "gives --apiKey a value"],
    ["docker build --build-arg NPM_TOKEN=hunter22 .", "gives NPM_TOKEN a value"],
    [
      "npm config set //packages.acme-brains.example/:_authToken=hunter22",
      "gives //packages.acme-brains.example/:_authToken a value",
    ],
    [
      "npm config set //packages.acme-brains.example/:_authToken hunter22",
      "gives //packages.acme-brains.example/:_authToken a value",
    ],
    ["curl -H 'Authorization: Bearer hunter22' https://x", "sends the header Authorization with a value"],
    ["curl -u admin:hunter22 https://x", "gives -u a password"],
    ["redis-server --requirepass hunter22", "gives --requirepass a value"],
    ["ngrok http 80 --authtoken hunter22", "gives --authtoken a value"],
    ["node x --auth=admin:hunter22", "gives --auth a value"],
    ["aws configure set aws_secret_access_key hunter22", "gives aws_secret_access_key a value"],
    ["poetry config http-basic.acme ci hunter22", "gives http-basic.acme a value"],
    ["poetry config pypi-token.pypi hunter22", "gives pypi-token.pypi a value"],
    ["mysql -phunter22 db", "gives -p a password"],
    ["redis-cli -a hunter22 ping", "gives -a a password"],
    ["sshpass -p hunter22 ssh x", "gives -p a password"],
    ["python -c \"connect(password='hunter22')\"", "gives password a value"],
    ['curl -d \'{"password":"hunter22"}\' https://x', "gives password a value"],
    ['psql "host=h user=u password=hunter22"', "gives password a value"],
    ["alembic -x url=postgres://u:hunter22@h/db upgrade head", "holds an address with a password"],
  ])("%s", (line, found) => {
    expect(secretInCommand(line)).toBe(found);
  });

  it.each(credentials.filter(([, text]) => !/\s/.test(text)))("%s", (what, text) => {
    expect(secretInCommand(`python worker.py ${text}`)).toBe(`holds ${what}`);
  });
});

describe("S1.9 passes", () => {
  it.each([
    "uvicorn main:app --host 0.0.0.0 --port $PORT --ssl-keyfile /etc/secrets/key.pem",
    `python x.py --api-key $KEY --token=\${TOKEN} --password "\${PW}" --secret $(cat /etc/secrets/x)`,
    "pip install --extra-index-url https://$USER:$TOKEN@pypi.example/simple x",
    'curl -H "Authorization: Bearer $TOKEN" -u $USER:$PASSWORD https://x',
    "npm config set //packages.acme-brains.example/:_authToken=$NPM_TOKEN && npm ci",
    "SECRET_KEY=dummy python manage.py collectstatic --noinput",
    "SECRET_KEY_BASE=1 bundle exec rake assets:precompile",
    "TOKENIZERS_PARALLELISM=false PASSWORD_MIN_LENGTH=12 ./x",
    "x --max-tokens 4096 --token-limit=200 --token-file t --secret-name s --key-space k --keys a,b",
    "pg_dump --no-password twins",
    "docker login -u x --password-stdin",
    "docker build --secret id=npm,src=.npmrc .",
    "psql -p 5432 -U app",
    "pytest -k 'token or secret' -m 'not secret'",
    "yt-dlp --cookies cookies.txt",
    "node --max-old-space-size=4096 dist/index.js",
    "sh -c 'TOKEN=$API_TOKEN exec node x'",
    `API_KEY="Bearer \${TOKEN}" node x`,
    "node x --auth $USER:$PASSWORD",
    "aws configure set aws_secret_access_key $AWS_SECRET",
    "aws configure set region eu-central-1",
    "poetry config http-basic.acme $USER $PASSWORD",
    "poetry config virtualenvs.create false",
    "java -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar",
  ])("%s", (line) => {
    expect(secretInCommand(line)).toBeUndefined();
  });

  it("a program's arguments as they are, and finds what is none", () => {
    expect(secretInArguments(["curl", "-u", "ci:hunter22", "https://x"])).toBe("gives -u a password");
    expect(secretInArguments(["python", "-m", "pytest", "-q", "-k", "it's a token"])).toBeUndefined();
    expect(secretInArguments(["sh", "-c", "TOKEN=hunter22 pytest"])).toBe("gives TOKEN a value");
  });
});

it("S1.9 names service, key and the way out, and shows nothing of the secret", () => {
  const services = { api: { name: "twin-api", startCommand: "x --password hunter22" } };
  const found = disallowSecretsInCommands.judgeConfig({ services } as never, facts);
  expect(found).toEqual([
    expect.objectContaining({
      message:
        "twin-api: startCommand gives --password a value in clear text; expected a reference such as $NAME to a variable",
      fix: "pulumi config set --secret --path cutover:secrets.NAME --stack prod && pulumi config set --path cutover:env.backend.NAME.secret NAME --plaintext --stack prod, and $NAME in services.api.startCommand (with a new value from its vendor: Git's history keeps this one)",
      at: "cutover:services.api.startCommand",
    }),
  ]);
  expect(JSON.stringify(found)).not.toContain("hunter22");
});

describe("S1.9 looks at every command", () => {
  const line = "x --password hunter22";
  it.each<[string, Record<string, unknown>, string]>([
    ["a build", { services: { worker: { buildCommand: line } } }, "cutover:services.worker.buildCommand"],
    ["before a deploy", { services: { api: { preDeployCommand: line } } }, "cutover:services.api.preDeployCommand"],
    ["of Docker", { services: { api: { dockerCommand: line } } }, "cutover:services.api.dockerCommand"],
    [
      "of the continuous worker",
      { services: { scheduler: { continuous: { startCommand: line } } } },
      "cutover:services.scheduler.continuous.startCommand",
    ],
    ["of the frontend", { services: {}, frontend: { installCommand: line } }, "cutover:frontend.installCommand"],
    ["of a gate", { services: {}, releaseGates: [{ name: "a", run: line.split(" ") }] }, "cutover:releaseGates[0].run"],
  ])("%s", (_title, config, at) => {
    expect(disallowSecretsInCommands.judgeConfig(config as never, facts).map((one) => one.at)).toEqual([at]);
  });

  it("of what rests, which is in the configuration only", () => {
    const scheduler = { name: "twin-scheduler", continuous: { startCommand: line } };
    const section = (key: string) => (key === "services" ? { scheduler } : undefined);
    expect(disallowSecretsInCommands.judgeStack([], () => ({ ...facts, section }))).toHaveLength(1);
  });

  it("of resources, and of the machine that runs Pulumi", () => {
    const resources = [
      resource(API, { name: "twin-api", dockerCommand: line }, "api"),
      resource(PROJECT, { name: "twin", buildCommand: line }, "frontend"),
      resource("command:local:Command", { create: line }, "check"),
    ];
    const found = disallowSecretsInCommands.judgeStack(resources, () => facts);
    expect(found.map(({ subject }) => subject)).toEqual(["twin-api", "twin", "check"]);
  });
});
