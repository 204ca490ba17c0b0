// Sends signed requests as two clients from npm make them: web-bot-auth, whose Signature-Agent is one string, and
// http-message-sig, with which it is a dictionary. Reads what to send from standard input, writes what was answered.
import http from "node:http";
import { text } from "node:stream/consumers";
import { component, createSignature, webcrypto } from "http-message-sig";
import { signatureHeaders } from "web-bot-auth";
import { signerFromJWK } from "web-bot-auth/crypto";

const { gate, agent, key, requests } = JSON.parse(await text(process.stdin));
const cryptoKey = await crypto.subtle.importKey("jwk", key, "Ed25519", false, ["sign"]);
const signers = { string: await signerFromJWK(key), dictionary: webcrypto.signer(cryptoKey) };

async function fieldsOf({ form, path, host, covered = [], price, created, expires, nonce }) {
  const url = `http://${host}${path}`;
  const priced = price ? { "crawler-max-price": price } : {};
  if (form === "string") {
    const headers = { "signature-agent": `"${agent}"`, ...priced };
    const signed = await signatureHeaders({ method: "GET", url, headers }, signers.string, {
      created: new Date(created * 1000), expires: new Date(expires * 1000), nonce, components: ["@authority", "signature-agent", ...covered],
    });
    return { ...headers, "signature-input": signed["Signature-Input"], signature: signed.Signature };
  }
  const headers = { "signature-agent": `sig1="${agent}"`, ...priced };
  const signed = await createSignature(
    { kind: "request", method: "GET", targetUri: url, fields: Object.entries(headers).map(([name, value]) => ({ name, value })) },
    {
      label: "sig1", components: ["@authority", component("signature-agent", { key: "sig1" }), ...covered], signer: signers.dictionary,
      parameters: { created, expires, keyid: key.kid, ...(nonce ? { nonce } : {}), tag: "web-bot-auth" },
    });
  return { ...headers, "signature-input": signed.signatureInput, signature: signed.signature };
}

function send(path, host, headers) {
  const { hostname, port } = new URL(gate);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, headers: { host, "user-agent": "AcmeBot/1.0", ...headers } }, async (answer) => {
      await text(answer);
      resolve({ status: answer.statusCode, request: answer.headers["gardu-request"] });
    });
    request.on("error", reject);
    request.end();
  });
}

const answers = [];
for (const wanted of requests) {
  const fields = await fieldsOf(wanted);
  const changed = wanted.change ? { ...fields, ...wanted.change } : fields;
  answers.push(await send(wanted.sentTo ?? wanted.path, wanted.sentHost ?? wanted.host, changed));
  if (wanted.again) answers.push(await send(wanted.again, wanted.host, changed));
}
console.log(JSON.stringify(answers));
