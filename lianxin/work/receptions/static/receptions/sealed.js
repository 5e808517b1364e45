// A notebook on the phone: records are sealed with a key that only the PIN opens, kept in
// IndexedDB, and sent once each when there is a network. Nothing here is stored in plain text.
// A room gives its store's name and says how its records are drawn, gathered and sent.
window.sealedNotebook = (room) => {
  const doc = document, body = doc.body, address = body.dataset;
  const find = (id) => doc.getElementById(id);
  const word = (name) => doc.querySelector(`#words [data-word="${name}"]`).textContent;
  const ROUNDS = 600000, LEAST_PIN = 6, LONGEST_SIDE = 1600, IDLE = 10 * 60000;

  // The page says what to do instead until this line is reached.
  if (!isSecureContext || !crypto.subtle || !crypto.randomUUID || !window.indexedDB || !navigator.serviceWorker) return null;
  find("unable").hidden = true;

  // --- The store -------------------------------------------------------------
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const opening = indexedDB.open(room.store, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("meta", { keyPath: "name" });
    opening.result.createObjectStore("records", { keyPath: "id" });
  };
  const store = asked(opening);
  const inStore = async (name, mode, act) => {
    const change = (await store).transaction(name, mode);
    const found = await asked(act(change.objectStore(name)));
    if (mode === "readwrite") await new Promise((done, fail) => { change.oncomplete = done; change.onerror = change.onabort = () => fail(change.error); });
    return found;
  };
  const meta = (name) => inStore("meta", "readonly", (rows) => rows.get(name));
  const keepMeta = (row) => inStore("meta", "readwrite", (rows) => rows.put(row));
  const sealed = () => inStore("records", "readonly", (rows) => rows.getAll());
  const keep = (row) => inStore("records", "readwrite", (rows) => rows.put(row));
  const drop = (id) => inStore("records", "readwrite", (rows) => rows.delete(id));

  // --- The lock --------------------------------------------------------------
  const subtle = crypto.subtle, random = (size) => crypto.getRandomValues(new Uint8Array(size));
  let key = null;
  const keyOfPin = async (pin, salt, rounds) => {
    const raw = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
    return subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, raw,
      { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  };
  const setUp = async (pin) => {
    const salt = random(16), iv = random(12);
    const fresh = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    const wrapped = await subtle.wrapKey("raw", fresh, await keyOfPin(pin, salt, ROUNDS), { name: "AES-GCM", iv });
    await keepMeta({ name: "lock", salt, iv, wrapped, rounds: ROUNDS });
    await unlock(pin);
  };
  const unlock = async (pin) => {
    const lock = await meta("lock");
    key = await subtle.unwrapKey(
      "raw", lock.wrapped, await keyOfPin(pin, lock.salt, lock.rounds),
      { name: "AES-GCM", iv: lock.iv }, "AES-GCM", false, ["encrypt", "decrypt"]);
  };
  const seal = async (value) => {
    const iv = random(12);
    return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value))) };
  };
  const unseal = async ({ iv, data }) =>
    JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, data)));

  // --- What is shown ---------------------------------------------------------
  let roster = null;
  const say = (words, asksSignIn = false) => {
    const place = find("words-said"), link = find("sign-in");
    place.hidden = !words;
    place.querySelector("p").textContent = words;
    link.hidden = !asksSignIn;
    link.href = address.signIn;
  };
  const show = (name) => ["setup", "locked", "opened"].forEach((id) => (find(id).hidden = id !== name));
  const showNetwork = () => (find("network").textContent = word(navigator.onLine ? "online" : "offline"));
  const showWaiting = async () => {
    const rows = await sealed();
    find("count").textContent = rows.length;
    find("send").hidden = !rows.length;
    const drawn = [];
    for (const row of rows) {
      const record = await unseal(row);
      const item = find("waiting-row").content.cloneNode(true).firstElementChild;
      item.querySelector(".offline-text").textContent = room.line(record);
      item.querySelector(".offline-why").textContent = record.why || "";
      room.drawRow?.(item, record, async () => {
        record.why = "";
        await keep({ id: row.id, ...(await seal(record)) });
        showWaiting();
      }, row.id);
      item.querySelector("[data-drop]").onclick = async () => {
        if (!confirm(word("drop"))) return;
        await drop(row.id);
        showWaiting();
      };
      drawn.push(item);
    }
    find("waiting").replaceChildren(...drawn);
  };
  const showSent = (record, answer) => {
    find("sent-part").hidden = false;
    const item = doc.createElement("li");
    item.textContent = room.sentLine(record, answer);
    find("sent").prepend(item);
  };

  // --- The network -----------------------------------------------------------
  const SIGNED_OUT = Symbol("signed out");
  const ask = async (url, options = {}) => {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw SIGNED_OUT;
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const fetchRoster = async () => {
    const found = await ask(address.state), token = found.token;
    delete found.token;
    roster = found;
    if (key) await keepMeta({ name: "roster", ...(await seal(found)) });
    return token;
  };
  const photoOf = (text) => {
    const [head, data] = text.split(","), bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5).split(";")[0] });
  };
  const sendOne = (id, record, token) => {
    const form = new FormData();
    Object.entries(record.fields).forEach(([name, value]) => form.append(name, value));
    record.photos.forEach((photo, place) => form.append("pictures", photoOf(photo), `${place + 1}.jpg`));
    form.append(room.about, record[room.about]);
    form.append("post_key", id);
    form.append("written_at", record.writtenAt);
    return ask(address.records, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
  };
  let sending = false;
  const send = async () => {
    if (sending || !key) return;
    sending = true;
    try {
      const rows = await sealed();
      if (!rows.length) return;
      if (!navigator.onLine) return say(word("noNetwork"));
      const token = await fetchRoster();
      say("");
      for (const row of rows) {
        const record = await unseal(row);
        let why = word("other");
        if (record.account === roster.account.id) {
          const answer = await sendOne(row.id, record, token);
          if (answer.outcome !== "refused") {
            await drop(row.id);
            showSent(record, answer);
            continue;
          }
          why = answer.words;
        }
        record.why = why;
        await keep({ id: row.id, ...(await seal(record)) });
      }
      room.showRoster();
    } catch (trouble) {
      if (trouble === SIGNED_OUT) say(word("signIn"), true);
      else say(word(trouble instanceof TypeError ? "noNetwork" : "trouble"));
    } finally {
      sending = false;
      if (key) await showWaiting();
    }
  };
  const refresh = async (words) => {
    try {
      await fetchRoster();
      say(words);
      room.showRoster();
    } catch (trouble) {
      if (trouble === SIGNED_OUT) say(word("signIn"), true);
      else say(word("noNetwork"));
    }
  };

  // --- Photos are made small before they are sealed --------------------------
  const small = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(doc.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  };

  // --- What is half written is sealed too: a phone that locks loses nothing ---
  let pause;
  const fieldsOf = (form) => {
    const fields = {};
    for (const field of form.elements) {
      if (!field.name || (/checkbox|radio/.test(field.type) && !field.checked)) continue;
      fields[field.name] = field.type === "checkbox" ? "on" : field.value;
    }
    return fields;
  };
  const keepDraft = async () => {
    clearTimeout(pause);
    if (key && room.isWorthKeeping()) await keepMeta({ name: "draft", ...(await seal(fieldsOf(find("record")))) });
  };
  const forgetDraft = () => {
    clearTimeout(pause);
    return inStore("meta", "readwrite", (rows) => rows.delete("draft"));
  };
  const restoreDraft = async () => {
    const kept = await meta("draft"), fields = kept ? await unseal(kept) : {};
    if (kept) room.beforeRestoring?.(fields);
    for (const [name, value] of Object.entries(fields)) {
      const field = find("record").elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
  };

  // --- What people press -----------------------------------------------------
  const enter = async () => {
    say("");
    show("opened");
    const kept = await meta("roster");
    roster = kept ? await unseal(kept) : null;
    room.showRoster();
    await showWaiting();
    await restoreDraft();
    if (navigator.onLine) {
      await refresh(word("ready"));
      await send();
    }
  };
  const lock = async () => {
    await keepDraft();
    key = roster = null;
    find("waiting").replaceChildren();
    find("sent").replaceChildren();
    find("record").reset();
    say("");
    show("locked");
  };
  const onSubmit = (form, act) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not([type=button])");
    button.disabled = true;
    try {
      await act(form);
    } finally {
      button.disabled = false;
    }
  });
  onSubmit(find("setup").querySelector("form"), async (form) => {
    const pin = find("new-pin").value;
    if (pin.length < LEAST_PIN) return say(word("short"));
    if (pin !== find("new-pin-again").value) return say(word("differ"));
    await setUp(pin);
    form.reset();
    await navigator.storage?.persist?.();
    await enter();
  });
  onSubmit(find("locked").querySelector("form"), async (form) => {
    try {
      await unlock(find("pin").value);
    } catch {
      return say(word("wrong"));
    }
    form.reset();
    await enter();
  });
  onSubmit(find("record"), async (form) => {
    const gathered = room.gather(fieldsOf(form));
    if (!gathered) return;
    // What the server refused and was put right keeps its key: it is still the same record.
    const { id = crypto.randomUUID(), photos: taken = [] } = room.again || {};
    room.again = null;
    const files = [...find("files").files], photos = [...taken];
    for (const file of files.slice(0, room.mostPhotos)) photos.push(await small(file));
    const record = { photos, account: roster.account.id, writtenAt: new Date().toISOString(), why: "", ...gathered };
    await keep({ id, ...(await seal(record)) });
    await forgetDraft();
    form.reset();
    room.afterKeeping();
    say(word(files.length > room.mostPhotos ? "tooMany" : "kept"));
    await showWaiting();
    if (navigator.onLine) await send();
  });
  find("record").addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keepDraft, 1000);
  });
  find("send").onclick = send;
  find("refresh").onclick = () => refresh(word("refreshed"));
  find("lock").onclick = lock;
  find("forget").onclick = async () => {
    if (!confirm(word("forget"))) return;
    await inStore("records", "readwrite", (rows) => rows.clear());
    await inStore("meta", "readwrite", (rows) => rows.clear());
    show("setup");
  };
  addEventListener("online", () => { showNetwork(); send(); });
  addEventListener("offline", showNetwork);
  let idle;
  const stillHere = () => { clearTimeout(idle); idle = setTimeout(() => key && lock(), IDLE); };
  ["pointerdown", "keydown"].forEach((type) => addEventListener(type, stillHere));
  // Two pages must not hold two keys of one store: what one wiped the other forgets.
  addEventListener("pagehide", () => { key = null; });
  addEventListener("pageshow", (event) => { if (event.persisted) lock(); });

  const begin = () => {
    navigator.serviceWorker.register(address.worker);
    showNetwork();
    stillHere();
    meta("lock").then((known) => show(known ? "locked" : "setup"));
  };
  const option = (value, text) => Object.assign(doc.createElement("option"), { value, textContent: text });
  return { begin, find, word, say, option, roster: () => roster };
};
