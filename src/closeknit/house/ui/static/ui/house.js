// Everything works without this file; it only makes things smoother.
"use strict";
const { htmx: smoother } = document.currentScript.dataset, { reader } = document.documentElement.dataset;
function smooth() {
  if (!document.querySelector(`script[src="${smoother}"]`)) document.head.append(Object.assign(document.createElement("script"), { src: smoother }));
}
addEventListener("load", () => {
  // What looks again by itself needs it now; a form not before somebody turns to it.
  if (document.querySelector("[hx-get]")) smooth();
  else if (document.querySelector("[hx-post]")) for (const turn of ["focusin", "pointerdown"]) addEventListener(turn, smooth, { once: true });
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
});
if (!/(^|; )zone=/.test(document.cookie)) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;
}
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else if (!event.target.hasAttribute("hx-post")) event.target.dataset.sent = "1";
});
localStorage.setItem("reader", reader);
addEventListener("pageshow", (event) => {
  // The way back leads to a page as it stood: not to one of somebody who has signed out since.
  if (event.persisted && localStorage.getItem("reader") !== reader) location.reload();
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value));
}
