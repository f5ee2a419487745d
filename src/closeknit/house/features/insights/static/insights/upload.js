// Sends large files piece by piece, goes on after a break, and shows how far it is. Without it the plain form does.
"use strict";
(() => {
  const form = document.querySelector("form[data-begin], form[data-plan]");
  if (!form) return;
  const bar = form.querySelector("[data-bar]"), problem = form.querySelector("[data-problem]");
  const token = form.elements.csrfmiddlewaretoken.value;
  const chosen = () => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const post = (url, body) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, credentials: "same-origin" });

  function tell(lines) {
    problem.hidden = !lines.length;
    problem.querySelector("p").lastChild.textContent = lines.filter(Boolean).join(" ");
    if (lines.length) problem.scrollIntoView({ block: "nearest" });
  }
  function show(come, size) {
    bar.hidden = false;
    const meter = bar.querySelector("progress"), percent = size ? Math.floor((100 * come) / size) : 100;
    meter.max = size || 1;
    meter.value = come;
    bar.querySelector("output").textContent = `${percent}%`;
  }
  async function send(plan, files) {
    const size = plan.files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    for (const [i, place] of plan.files.entries()) {
      let come = place.come, tries = 0;
      while (come < place.size) {
        show(before + come, size);
        try {
          const answer = await post(`${place.url}?at=${come}`, files[i].slice(come, Math.min(come + plan.chunk, place.size)));
          if (answer.status === 200 || answer.status === 409) { come = (await answer.json()).come; tries = 0; continue; }
          if (answer.status < 500 || answer.status === 507) throw await answer.json().then((told) => told.problems, () => [form.dataset.lost]);
        } catch (problems) {
          if (Array.isArray(problems)) throw problems;
        }
        tries += 1;
        if (tries > 8) throw [form.dataset.lost];
        await pause(Math.min(30000, 500 * 2 ** tries));
      }
      before += place.size;
    }
    show(size, size);
    const ended = await post(plan.finish, new FormData());
    const told = await ended.json();
    if (!ended.ok) throw told.problems;
    location.assign(told.page);
  }
  async function begin(files) {
    if (form.dataset.plan) {
      const plan = JSON.parse(form.dataset.plan);
      const matched = plan.files.map((place) => files.find((file) => file.size === place.size && place.name.endsWith(file.name)));
      if (matched.some((file, i) => !file && plan.files[i].come < plan.files[i].size)) throw [form.dataset.other];
      return send(plan, matched);
    }
    const told = new FormData(form);
    for (const name of ["files", "folder", "text"]) told.delete(name);
    for (const file of files) {
      told.append("names", file.webkitRelativePath || file.name);
      told.append("sizes", String(file.size));
    }
    const answer = await post(form.dataset.begin, told);
    const plan = await answer.json();
    if (!answer.ok) throw plan.problems;
    history.replaceState(null, "", plan.page);
    return send(plan, files);
  }
  form.addEventListener("submit", async (event) => {
    const files = chosen();
    if (!files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    tell([]);
    const button = form.querySelector("button.btn");
    button.disabled = true;
    try { await begin(files); } catch (problems) { tell(Array.isArray(problems) ? problems : [form.dataset.lost]); }
    delete form.dataset.busy;
    button.disabled = false;
  }, true);
})();
