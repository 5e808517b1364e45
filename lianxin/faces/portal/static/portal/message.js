// Comfort only: without this file the form works in steps, and a second press
// with the same token makes no second message.
(() => {
  const form = document.querySelector("form[data-message]");
  const posted = document.querySelector("[data-posted]");
  const PREFIX = "lianxin:message:", DAY = 864e5;
  const forget = (path) => { try { localStorage.removeItem(PREFIX + path); } catch (e) { /* off */ } };
  const read = (path) => { try { return JSON.parse(localStorage.getItem(PREFIX + path)); } catch (e) { return null; } };
  if (posted) {
    // Sent: no longer a draft.
    try {
      forget(sessionStorage.getItem(PREFIX));
      sessionStorage.removeItem(PREFIX);
    } catch (e) { /* off */ }
    return;
  }
  if (!form) return;
  const path = form.dataset.message, state = document.querySelector("[data-message-state]");
  const say = (what) => {
    state.hidden = !what;
    state.firstElementChild.textContent = what ? state.dataset[what] : "";
  };
  const fields = () => Array.prototype.filter.call(form.elements, (field) =>
    field.name && !/^(step|sum|join)$/.test(field.name) && !/file|submit|button|fieldset/.test(field.type));

  // The token travels with the draft: sent again, it is the same message.
  const draft = read(path);
  if (draft && Date.now() - draft.at < DAY) {
    let put = false;
    fields().forEach((field) => {
      if (!(field.name in draft.values)) return;
      const value = draft.values[field.name];
      if (field.type === "checkbox") {
        field.checked = value;
      } else if (field.name === "token" ? !form.querySelector("[name=step]") : !field.value) {
        put = put || (field.name === "text" && value);
        field.value = value;
      }
    });
    if (put) say("kept");
  }
  const keep = () => {
    const values = Object.assign({}, (read(path) || {}).values);
    fields().forEach((field) => { values[field.name] = field.type === "checkbox" ? field.checked : field.value; });
    try { localStorage.setItem(PREFIX + path, JSON.stringify({ at: Date.now(), values })); } catch (e) { /* full or off */ }
  };
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 500);
  });

  let waiting = null, busy = false;
  const send = (button) => {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    busy = true;
    say("sending");
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin" }).then((answer) => {
      busy = false;
      if (answer.redirected) {
        location.href = answer.url;
      } else if (answer.status >= 500) {
        say("busy");
      } else {
        // Something is to be corrected: the server's own page says what.
        if (button && button.name) {
          const chosen = document.createElement("input");
          chosen.type = "hidden";
          chosen.name = button.name;
          chosen.value = button.value;
          form.appendChild(chosen);
        }
        form.submit();
      }
    }, () => {
      busy = false;
      waiting = button || form;
      say("offline");
    });
  };
  // Old browsers do not say which button sent the form.
  let pressed = null;
  form.addEventListener("click", (event) => { pressed = event.target.closest("button") || pressed; });
  form.addEventListener("submit", (event) => {
    keep();
    try { sessionStorage.setItem(PREFIX, path); } catch (e) { /* off */ }
    if (!window.fetch || !window.FormData || !form.querySelector("[name=step]")) {
      if (navigator.onLine === false) {
        event.preventDefault();
        say("offline");
      }
      return;
    }
    event.preventDefault();
    if (!busy) send(pressed);
  });
  window.addEventListener("online", () => {
    if (!waiting) return;
    const button = waiting === form ? null : waiting;
    waiting = null;
    send(button);
  });
})();
