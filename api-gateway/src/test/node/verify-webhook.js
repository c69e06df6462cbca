// Lets the official library of Standard Webhooks judge a request: its body comes on standard input, the secret and the
// headers as arguments. Exit 0: accepted; 1: refused, with the library's reason on standard output.
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const [secret, headers] = process.argv.slice(2);
try {
  new Webhook(secret).verify(readFileSync(0), JSON.parse(headers));
} catch (e) {
  if (!(e instanceof WebhookVerificationError)) throw e;
  console.log(e.message);
  process.exitCode = 1;
}
