// Passkeys: shows the forms marked data-passkey where the browser knows them, asks it, and sends what it answers.
"use strict";
if (window.PublicKeyCredential) {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=+$/, "");
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

  async function ask(url, token) {
    const told = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!told.ok) throw new Error(told.statusText);
    const options = await told.json();
    options.challenge = toBytes(options.challenge);
    for (const known of options.excludeCredentials ?? []) known.id = toBytes(known.id);
    if (options.user) options.user.id = toBytes(options.user.id);
    const key = await navigator.credentials[options.user ? "create" : "get"]({ publicKey: options });
    const response = parts.flatMap((part) => (key.response[part] ? [[part, toText(key.response[part])]] : []));
    return JSON.stringify({ id: key.id, rawId: key.id, type: key.type, response: Object.fromEntries(response) });
  }

  for (const place of document.querySelectorAll("[data-passkey]")) {
    const status = place.querySelector("[role=status]");
    place.hidden = false;
    // Before anybody else hears of it: a form without an answer is not sent.
    place.addEventListener("submit", async (event) => {
      const form = event.target, answer = form.elements.answer;
      if (answer.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (place.dataset.asking) return;
      place.dataset.asking = "1";
      status.textContent = "";
      try {
        answer.value = await ask(place.dataset.passkey, form.elements.csrfmiddlewaretoken.value);
        form.requestSubmit();
      } catch (error) {
        status.textContent = (error.name === "InvalidStateError" && place.dataset.again) || place.dataset.failed;
      }
      delete place.dataset.asking;
    }, true);
  }
}
