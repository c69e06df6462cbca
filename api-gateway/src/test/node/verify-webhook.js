// Lets the libraries of others judge a request by its signature profile: the body comes on standard input, then profile, secret
// (standard-v1a: the public key) and headers as arguments. Exit 0: accepted; 1: refused, with the reason on standard output.
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { verifyWebhookSignature } from "hook0-client";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const TOLERANCE_SECONDS = 300;

const verifiers = {
  standard: (secret, headers, body) => new Webhook(secret).verify(body, headers),
  "standard-v1a": (secret, headers, body) => {
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(secret.slice("whpk_".length), "base64")]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const signed = Buffer.concat([Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`), body]);
    const signatures = headers["webhook-signature"].split(" ").map((text) => Buffer.from(text.slice("v1a,".length), "base64"));
    if (!signatures.some((signature) => verify(null, signed, key, signature))) throw new Refused("no signature fits");
  },
  hook0: (secret, headers, body) =>
    verifyWebhookSignature(headers["x-hook0-signature"], body, new Headers(headers), secret, TOLERANCE_SECONDS),
};

class Refused extends Error {}

const [profile, secret, headers] = process.argv.slice(2);
try {
  verifiers[profile](secret, JSON.parse(headers), readFileSync(0));
} catch (e) {
  if (!(e instanceof WebhookVerificationError || e instanceof Refused || e.constructor.name === "Hook0ClientError")) throw e;
  console.log(e.message);
  process.exitCode = 1;
}
