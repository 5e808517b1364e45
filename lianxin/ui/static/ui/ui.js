// Comfort only: every page works without this file.
(() => {
  const doc = document, root = doc.documentElement;
  const all = (selector, act, inside = doc) => inside.querySelectorAll(selector).forEach(act);
  const on = (type, act, early) => doc.addEventListener(type, act, early);

  // Large print without leaving the page, so that nothing typed is lost.
  on("click", (event) => {
    if (!event.target.closest("[data-size-toggle]")) return;
    event.preventDefault();
    const large = root.dataset.size !== "large";
    doc.cookie = `lianxin_size=${large ? "large;max-age=31536000" : ";max-age=0"};path=/;samesite=lax`;
    if (large) root.dataset.size = "large";
    else delete root.dataset.size;
    all("[data-size-toggle]", (link) => (link.textContent = large ? link.dataset.normal : link.dataset.large));
  });

  // Asked in the capturing phase: before htmx and before the browser acts.
  const ask = (selector) => (event) => {
    const holder = event.target.closest(selector);
    if (!holder || confirm(holder.dataset.confirm)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  on("click", ask("a[data-confirm],button[data-confirm]"), true);
  on("submit", ask("form[data-confirm]"), true);

  // A second press must not send twice. Held after the event, so that the
  // value of the pressed button still travels.
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.draft) save("sent", form.dataset.draft);
    setTimeout(() => all("button:not([type=button]):enabled", (button) => {
      button.disabled = true;
      button.dataset.held = "";
    }, form));
  });
  const release = () => all("[data-held]", (button) => {
    button.disabled = false;
    delete button.dataset.held;
  });
  window.addEventListener("pageshow", release);
  on("visibilitychange", release); // an answer that is a download leaves the page standing

  all("[data-print]", (button) => {
    button.hidden = false;
    button.onclick = () => print();
  });
  on("click", (event) => all(".drop[open]", (drop) => (drop.open = drop.contains(event.target))));
  all("[data-focus]", (place) => place.focus());

  // Drafts: one per account and form, on this device, for thirty days.
  const PREFIX = `lianxin:${doc.body.dataset.account || ""}:`, MONTH = 30 * 864e5;
  const save = (name, value) => { try { localStorage[PREFIX + name] = value; } catch { /* full or switched off */ } };
  const typed = (form) => [...form.elements].filter((field) =>
    field.name && !/^(hidden|password|file|submit|button|reset|fieldset)$/.test(field.type));
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
    notice.onclick = ({ target }) => {
      if (target.matches("[data-restore]")) write(form, draft.rows);
      else if (target.matches("[data-discard]")) delete localStorage[PREFIX + name];
      else return;
      notice.remove();
    };
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
  } catch { /* storage switched off: nothing is kept */ }
})();
