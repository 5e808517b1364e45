// Comfort only: every page works without this file.
(() => {
  const doc = document, root = doc.documentElement;
  const all = (selector, act, inside = doc) => inside.querySelectorAll(selector).forEach(act);
  const on = (type, act, early) => doc.addEventListener(type, act, early);

  // Large print in place: nothing typed is lost.
  on("click", (event) => {
    if (!event.target.closest("[data-size-toggle]")) return;
    event.preventDefault();
    const large = root.dataset.size !== "large";
    doc.cookie = `lianxin_size=${large ? "large;max-age=31536000" : ";max-age=0"};path=/;samesite=lax`;
    if (large) root.dataset.size = "large";
    else delete root.dataset.size;
    all("[data-size-toggle]", (link) => (link.textContent = link.dataset[large ? "normal" : "large"]));
  });

  // Asked in the capturing phase: before htmx and before the browser acts.
  const ask = (type, holders) => on(type, (event) => {
    const holder = event.target.closest(holders);
    if (!holder || confirm(holder.dataset.confirm)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  ask("click", "a[data-confirm],button[data-confirm]");
  ask("submit", "form[data-confirm]");

  // A second press must not send twice. Held after the event: the value of the
  // pressed button still travels. Let go soon: the answer may be a download.
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.draft) save("sent", form.dataset.draft);
    setTimeout(() => all("button:not([type=button]):enabled", (button) => {
      button.disabled = true;
      held.push(button);
    }, form));
    setTimeout(release, 8000);
  });
  const held = [], release = () => held.splice(0).forEach((button) => (button.disabled = false));
  addEventListener("pageshow", release);

  all("[data-print]", (button) => {
    button.hidden = false;
    button.onclick = () => print();
  });
  // Long parts are folded on phones, and stand open where there is room.
  const wide = matchMedia("(min-width:42em)").matches;
  all("[data-open-wide]", (fold) => (fold.open = wide));
  // One box that ticks all boxes of its form, wherever on the page they stand.
  all("[data-check-all]", (box) => {
    box.closest("label").hidden = false;
    box.onchange = () => [...box.form.elements].forEach((other) => (other.checked = box.checked));
  });
  on("click", (event) => all(".drop[open]", (drop) => (drop.open = drop.contains(event.target))));
  all("[data-focus]", (place) => place.focus());

  // Drafts: one per account and form, on this device, for thirty days.
  const PREFIX = `lianxin:${doc.body.dataset.account || ""}:`, MONTH = 30 * 864e5;
  const save = (name, value) => { try { localStorage[PREFIX + name] = value; } catch { /* full or off */ } };
  const typed = (form) => [...form.elements].filter((field) =>
    field.name && !/hidden|password|file|submit|button|fieldset/.test(field.type));
  const read = (form) => typed(form).map(({ name, value, checked }) => [name, value, !!checked]);
  const write = (form, rows) => typed(form).forEach((field, place) => {
    const [name, value, checked] = rows[place] || [];
    if (field.name !== name) return;
    if (/checkbox|radio/.test(field.type)) field.checked = checked;
    else field.value = value;
  });
  const offer = (form, name, draft) => {
    const notice = doc.getElementById("draft-found").content.firstElementChild.cloneNode(true);
    notice.querySelector("time").textContent = new Date(draft.at).toLocaleString(root.lang);
    notice.querySelector("[data-restore]").onclick = () => notice.remove(write(form, draft.rows));
    notice.querySelector("[data-discard]").onclick = () => notice.remove(delete localStorage[PREFIX + name]);
    form.prepend(notice);
  };
  try {
    // Sent, and the server led on to another page or said so: no longer a draft.
    const sent = localStorage[PREFIX + "sent"];
    delete localStorage[PREFIX + "sent"];
    if (sent && (!doc.querySelector(`[data-draft="${sent}"]`) || doc.querySelector("[data-messages] .notice--success")))
      delete localStorage[PREFIX + sent];
    all("form[data-draft]", (form) => {
      const name = form.dataset.draft, draft = JSON.parse(localStorage[PREFIX + name] || "null");
      if (draft && Date.now() - draft.at < MONTH && `${draft.rows}` !== `${read(form)}`) offer(form, name, draft);
      let timer;
      form.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => save(name, JSON.stringify({ at: Date.now(), rows: read(form) })), 600);
      });
    });
  } catch { /* storage is off: nothing is kept */ }
})();
