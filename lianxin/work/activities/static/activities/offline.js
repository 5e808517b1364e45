// Offline records: who came and what was done, or a deputy's own act, where there is no network.
(() => {
  const room = {
    store: "lianxin-activities",
    about: "about",
    mostPhotos: 3,
    line: (record) => `${record.where} ${record.fields.title || record.fields.summary || ""}`.slice(0, 80),
    sentLine: (record, answer) => `${answer.words}　${record.where} ${record.fields.title || ""}`,
    isWorthKeeping: () => find("summary").value.trim() || find("title").value.trim(),
    showRoster: () => showRoster(),
    afterKeeping: () => showForm(),
    gather: (fields) => {
      const one = chosen(), fault = one && faultOf(one, fields);
      if (!one || fault) { book.say(fault || word("none")); return null; }
      return { fields, about: one.key, where: one.line };
    },
    beforeRestoring: (fields) => choose(fields.about),
    drawRow: (item, record, save, id) => {
      const button = item.querySelector("[data-edit]");
      button.hidden = !record.why;
      button.onclick = () => {
        room.again = { id, photos: record.photos };
        choose(record.about);
        for (const [name, value] of Object.entries(record.fields)) {
          const field = find("record").elements[name];
          if (!field) continue;
          if (field.type === "checkbox") field.checked = true;
          else field.value = value;
        }
        find("record").scrollIntoView();
      };
    },
  };
  const book = window.sealedNotebook(room);
  if (!book) return;
  const { find, word, option } = book, doc = document;
  const all = (place, selector) => [...place.querySelectorAll(selector)];
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const things = () => {
    const known = book.roster();
    return [
      ...(known?.activities || []).map((one) => ({ ...one, key: `activity-${one.id}`, line: `${one.on} ${one.title}` })),
      ...(known?.told || []).map((one) => ({ ...one, line: one.name, lines: null })),
    ];
  };
  const chosen = () => things().find((one) => one.key === find("about").value);

  const faultOf = (one, fields) => {
    if (!one.lines) return fields.title.trim() ? "" : word("noTitle");
    if (one.lines.some((line) => !fields[`state-${line.seat}`])) return word("unmarked");
    if (one.lines.some((line) => fields[`state-${line.seat}`] === "excused" && !fields[`reason-${line.seat}`].trim())) return word("noReason");
    return fields.summary.trim() ? "" : word("noSummary");
  };
  const choose = (key) => {
    if (key) find("about").value = key;
    showForm();
  };
  const showRoster = () => {
    const select = find("about"), before = select.value, found = things();
    const group = (words, part) => {
      const place = Object.assign(doc.createElement("optgroup"), { label: words });
      place.append(...part.map((one) => option(one.key, one.line)));
      return part.length ? [place] : [];
    };
    select.replaceChildren(
      ...group(word("organised"), found.filter((one) => one.lines)),
      ...group(word("own"), found.filter((one) => !one.lines)));
    const wanted = found.find((one) => one.key === before) || found.find((one) => one.lines && one.on >= today()) || found[0];
    if (wanted) select.value = wanted.key;
    // A list that was refreshed must not wipe what is half written.
    if (wanted?.key !== drawn) showForm();
  };
  let drawn = "";
  const markRow = (line) => {
    const item = find("mark-row").content.cloneNode(true).firstElementChild;
    item.querySelector("legend").textContent = line.name;
    all(item, "input[type=radio]").forEach((radio) => {
      radio.name = `state-${line.seat}`;
      radio.checked = radio.value === line.state;
    });
    const reason = item.querySelector(".reason input");
    reason.name = `reason-${line.seat}`;
    reason.value = line.reason;
    reason.setAttribute("aria-label", `${line.name} ${reason.placeholder}`);
    return item;
  };
  const numberField = ({ name, label, type, choices, required }) => {
    const place = Object.assign(doc.createElement("div"), { className: "field" });
    const id = `f-${name}`, field = doc.createElement(type === "choice" ? "select" : "input");
    Object.assign(field, { id, name, required });
    if (type === "choice") field.append(option("", word("choose")), ...choices.map(([value, words]) => option(value, words)));
    else field.type = { number: "number", date: "date", yes: "checkbox" }[type] || "text";
    if (type === "number") Object.assign(field, { min: 0, inputMode: "decimal", step: name === "money" ? "0.01" : "1" });
    place.append(Object.assign(doc.createElement("label"), { htmlFor: id, textContent: label }), field);
    return place;
  };
  const showForm = () => {
    const one = chosen();
    drawn = one?.key || "";
    find("about-words").textContent = one ? one.words : word("none");
    find("told-fields").hidden = !one || !!one.lines;
    find("marks-part").hidden = find("opinions-part").hidden = !one?.lines;
    find("marks").replaceChildren(...(one?.lines || []).map(markRow));
    find("numbers").replaceChildren(...(one?.fields || []).map(numberField));
    if (one && !one.lines && !find("on").value) find("on").value = today();
    find("record").querySelector("button.button--primary").disabled = !one;
  };
  find("about").onchange = showForm;
  book.begin();
})();
