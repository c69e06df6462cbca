// Lets the libraries of others, and the README's samples where there are none, judge a request by its signature profile: the
// body comes on standard input, then profile, secret (standard-v1a: the public key) and headers as arguments. Exit 0:
// accepted; 1: refused, with the reason on standard output.
import { readFileSync } from "node:fs";
import { verifyWebhookSignature } from "hook0-client";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { isGenuine, isGenuineAlgohire, isGenuineHarborhook, isGenuineV1a } from "./samples.js";

const TOLERANCE_SECONDS = 300;

const accept = (genuine) => {
  if (!genuine) throw new Refused("no signature fits");
};

const verifiers = {
  standard: (secret, headers, body) => new Webhook(secret).verify(body, headers),
  "standard-v1a": (key, headers, body) =>
    accept(isGenuineV1a(body, headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], key)),
  default: (secret, headers, body) => accept(isGenuine(body, headers["x-outpost-signature"], [secret])),
  harborhook: (secret, headers, body) =>
    accept(isGenuineHarborhook(body, headers["x-harborhook-signature"], headers["x-harborhook-timestamp"], secret)),
  algohire: (secret, headers, body) => accept(isGenuineAlgohire(body, headers["x-algohire-signature"], secret)),
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
