// Answers one JSON question per line about age files, with the npm packages as the outside eye.
import { createInterface } from "node:readline";
import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import * as vectors from "cctv-age";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (data) => Buffer.from(data).toString("base64");

const answers = {
  encrypt: async ({ recipients, data }) => {
    const encrypter = new Encrypter();
    recipients.forEach((recipient) => encrypter.addRecipient(recipient));
    return text(await encrypter.encrypt(bytes(data)));
  },
  decrypt: async ({ identities, data }) => {
    const decrypter = new Decrypter();
    identities.forEach((identity) => decrypter.addIdentity(identity));
    return text(await decrypter.decrypt(bytes(data)));
  },
  generate: async ({ kind }) => (kind === "hybrid" ? generateHybridIdentity() : generateX25519Identity()),
  recipient: async ({ identity }) => identityToRecipient(identity),
  vectors: async () => Object.fromEntries(Object.entries(vectors).map(([name, data]) => [name, text(data)])),
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  try {
    console.log(JSON.stringify({ answer: await answers[question.ask](question) }));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.message }));
  }
}
